import { isIP } from 'node:net'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { CommandError } from './run.mjs'

export const USAGE = `Usage: npm start -- [--config vxscope.yaml] [--host 127.0.0.1] [--port 3000]

  --config FILE        the inventory of nodes (default vxscope.yaml, which need not exist yet)
  --host ADDRESS       the address to listen on (default 127.0.0.1); another than a loopback address needs users
  --port NUMBER        0 takes a free one (default: PORT of the environment, else 3000)
  --dev                development server: pages are compiled as they are asked for
  --exit-with-parent   end when the program that started this one ends (it must have opened an IPC channel)
  --help`

const usageError = message => new CommandError(`${message}\n\n${USAGE}`, 2)

/** A port as somebody wrote it: digits alone, 0 to 65535. */
export const parsePort = (text, source) => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65535)) throw usageError(`${source} is "${text}", which is no port: expected a number from 0 to 65535`)
  return port
}

/** Whether an address never leaves this machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export const isLoopback = host => host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

const parseHost = text => {
  const host = text === 'localhost' ? '127.0.0.1' : text.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) === 0) throw usageError(`--host ${text} is no address`)
  return host
}

/** Throws CommandError where a server would be open to others without anybody having to log in. */
export const requireUsers = (host, users) => {
  if (isLoopback(host) || users > 0) return
  throw new CommandError(
    `--host ${host}: others reach this address, and there are no users who could log in. Make one: ` +
      'npx vxscope user add NAME --role admin. Or stay on a loopback address and forward its port: ' +
      'ssh -L 3000:127.0.0.1:3000 THIS_MACHINE',
    2,
  )
}

const FLAGS = {
  config: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  dev: { type: 'boolean' },
  'exit-with-parent': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
}

const parseFlags = argv => {
  try {
    return parseArgs({ args: argv, options: FLAGS, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw usageError(error.message)
  }
}

/**
 * The launcher's command line. Throws CommandError with exit code 2 for what it can't use.
 * npm runs scripts in the package's folder; a file is meant relative to where the user stands, which npm tells by INIT_CWD.
 */
export const parseOptions = (argv, env, cwd) => {
  const flags = parseFlags(argv)
  return {
    help: flags.help === true,
    dev: flags.dev === true,
    exitWithParent: flags['exit-with-parent'] === true,
    host: parseHost(flags.host ?? '127.0.0.1'),
    port:
      flags.port === undefined
        ? parsePort(env.PORT || '3000', 'PORT of the environment')
        : parsePort(flags.port, '--port'),
    configNamed: flags.config !== undefined,
    config:
      flags.config === undefined ? path.resolve(cwd, 'vxscope.yaml') : path.resolve(env.INIT_CWD ?? cwd, flags.config),
  }
}
