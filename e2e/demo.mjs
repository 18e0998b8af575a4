import './setup/node.mjs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../lib/server/launch/build.mjs'
import { parsePort } from '../lib/server/launch/options.mjs'
import { CommandError } from '../lib/server/launch/run.mjs'
import { Interrupted, watchInterruption } from './setup/interruption.mjs'
import { isFree } from './setup/port.mjs'
import { build, prepare } from './setup/prepare.mjs'
import { stage } from './setup/stage.mjs'

const USAGE = `Usage: npm run demo [-- --check] [-- --name vxlab]

Brings up three real VXLAN nodes (simulated ones where the kernel has no namespaces) and the dashboard over them.

  --check      look once whether all is there, print it, and take it down; exit status 1 when something is missing
  --name NAME  name of the lab (default vxlab)
  --dev        development server
  --config F   over the nodes of that inventory, instead of bringing some up
  PORT=NUMBER  in the environment: the dashboard's port (default 3000)`

const OPTIONS = {
  check: { type: 'boolean', default: false },
  dev: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  name: { type: 'string', default: 'vxlab' },
  config: { type: 'string' },
}

const parseOptions = () => {
  try {
    return parseArgs({ options: OPTIONS, strict: true }).values
  } catch (error) {
    throw new CommandError(`${error.message}\n\n${USAGE}`, 2)
  }
}

/** A check may take any port: nobody has to find it. A port that somebody asked for is that one or none. */
const choosePort = async check => {
  const asked = process.env.PORT
  const port = asked ? parsePort(asked, 'PORT of the environment') : 3000
  if (await isFree(port)) return port
  if (check && !asked) return 0
  throw new CommandError(`port ${port} is in use by another program. Take another: PORT=3001 npm run demo`, 2)
}

const main = async () => {
  const options = parseOptions()
  if (options.help) {
    console.log(USAGE)
    return 0
  }
  const signal = watchInterruption()
  const port = await choosePort(options.check)
  const problem = await prepare('demo', signal)
  if (problem) console.log(problem)
  if (!options.dev) await build(signal)
  const { loadTypeScript } = await import('../lib/cli/load-typescript.mjs')
  const { runDemo } = await loadTypeScript('e2e/setup/demo.ts')
  // npm runs scripts in the package's folder; a file is meant relative to where the user stands.
  const config = options.config && path.resolve(process.env.INIT_CWD ?? process.cwd(), options.config)
  return runDemo({ ...options, config, root: ROOT, port, stage, signal })
}

try {
  process.exitCode = await main()
} catch (error) {
  // Ctrl-C is how a demo ends; a check that was cut short has shown nothing.
  const interrupted = error instanceof Interrupted
  if (interrupted) process.exitCode = process.argv.includes('--check') ? 130 : 0
  else {
    console.error(`demo: ${error.message}`)
    process.exitCode = error.exitCode ?? 1
  }
}
