import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildIfChanged, ROOT } from './launch/build.mjs'
import { parseOptions, requireUsers, USAGE } from './launch/options.mjs'
import { CommandError } from './launch/run.mjs'

/** Where the application keeps what it runs (lib/server/instance.ts): its collector is stopped before the process ends. */
const RUNTIME = Symbol.for('vxscope.runtime')
/** Coming up and going down take a moment each; a process that ends amid either would leave its worker threads in the middle of a call. */
const STOP_LIMIT_MS = 10_000

const interruption = new AbortController()
let server

const stopRuntime = async () => {
  try {
    await (await globalThis[RUNTIME])?.stop()
  } catch {
    // It never came up, or fails on its way down: the process ends all the same.
  }
}

const endRuntime = () => Promise.race([stopRuntime(), sleep(STOP_LIMIT_MS)])

/** Ends at once, whatever is open: streams are closed, not waited for. */
const stop = async () => {
  if (interruption.signal.aborted) return
  interruption.abort(new CommandError('stopped', 0))
  server?.close()
  await endRuntime()
  server?.closeAllConnections()
  // Next keeps timers and watchers of its own, so an idle loop never comes.
  if (server) process.exit(0)
}

const watchParent = () => {
  if (!process.channel)
    throw new CommandError('--exit-with-parent: the program that started this one opened no IPC channel', 2)
  process.on('disconnect', stop)
}

const build = async () => {
  const onBuild = () => console.log('building: this takes about half a minute, once after each change of the sources')
  await buildIfChanged({ signal: interruption.signal, onBuild })
}

const main = async () => {
  const options = parseOptions(process.argv.slice(2), process.env, process.cwd())
  if (options.help) return console.log(USAGE)
  if (!existsSync(path.join(ROOT, 'node_modules/next')))
    throw new CommandError('the npm packages are not installed; run: npm ci', 2)
  if (options.exitWithParent) watchParent()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop)
  const { readSettings } = await import('./launch/inventory.mjs')
  const { nodes: count, users, origins } = await readSettings(options.config, { named: options.configNamed })
  requireUsers(options.host, users)
  // Next reads these when it is loaded.
  Object.assign(process.env, {
    NODE_ENV: options.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    VXSCOPE_CONFIG: options.config,
  })
  if (!options.dev) await build()
  const { serve } = await import('./launch/serve.mjs')
  const started = await serve({ ...options, origins })
  server = started.server
  if (interruption.signal.aborted) {
    await endRuntime()
    process.exit(0)
  }
  console.log(
    `vxscope at ${started.url} · ${count} ${count === 1 ? 'node' : 'nodes'} from ${path.basename(options.config)}`,
  )
  process.send?.({ url: started.url })
}

try {
  await main()
} catch (error) {
  if (!(error instanceof CommandError)) throw error
  if (error.exitCode !== 0) console.error(`vxscope: ${error.message}`)
  process.exit(error.exitCode)
}
