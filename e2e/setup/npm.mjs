import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../lib/server/launch/build.mjs'
import { CommandError, lastLines, run } from '../../lib/server/launch/run.mjs'

const INSTALL_LIMIT_MS = 600_000
const ERROR_LINES = 30

const packagesOf = file => {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')).packages
  } catch {
    return undefined
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm itself keeps the list of what it installed, written when it
 * is done, so an install by hand counts and an interrupted one does not.
 */
export const isInstalled = () => {
  const installed = packagesOf('node_modules/.package-lock.json')
  const wanted = packagesOf('package-lock.json')
  if (installed === undefined || wanted === undefined) return false
  return Object.entries(wanted).every(([name, entry]) => {
    const there = installed[name]
    // An optional package that is not there is one for another system.
    if (name === '' || (there === undefined && entry.optional === true)) return true
    return there?.version === entry.version && there?.integrity === entry.integrity
  })
}

/** npm tells the cause first and then its whole help. */
const errorLines = output => output.split('\n').slice(0, ERROR_LINES).join('\n')

/** Installs exactly what package-lock.json names, if it is not there. Gives the words for the stage, null when there was nothing to do. */
export const installPackages = async (say, signal) => {
  if (isInstalled()) return null
  const count = Object.keys(packagesOf('package-lock.json') ?? {}).length
  say(`npm ci (about ${count} packages)`)
  const argv = ['npm', 'ci', '--include=dev', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  const { code, output, timedOut } = await run(argv, { cwd: ROOT, signal, timeoutMs: INSTALL_LIMIT_MS })
  if (timedOut)
    throw new CommandError(`npm ci did not end within ${INSTALL_LIMIT_MS / 60_000} minutes:\n${lastLines(output)}`)
  if (code !== 0) throw new CommandError(`npm ci failed (exit ${code}):\n${errorLines(output)}`)
  return 'npm packages installed'
}
