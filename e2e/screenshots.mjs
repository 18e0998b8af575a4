import './setup/node.mjs'
import { CommandError } from '../lib/server/launch/run.mjs'
import { Interrupted, watchInterruption } from './setup/interruption.mjs'
import { build, prepare } from './setup/prepare.mjs'
import { findChromium } from './setup/programs.mjs'

/** Takes the README's pictures from the real lab: `npm run screenshots`. */
const main = async () => {
  const signal = watchInterruption()
  const problem = await prepare('test', signal)
  if (problem) throw new CommandError(problem)
  await build(signal)
  const { loadTypeScript } = await import('../lib/cli/load-typescript.mjs')
  const { takeScreenshots } = await loadTypeScript('e2e/screenshots/main.ts')
  await takeScreenshots({ chromium: findChromium(), signal })
}

try {
  await main()
} catch (error) {
  if (!(error instanceof CommandError || error instanceof Interrupted)) throw error
  console.error(`screenshots: ${error.message}`)
  process.exitCode = 1
}
