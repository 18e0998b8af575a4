import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildIfChanged, ROOT } from '../../lib/server/launch/build.mjs'
import { lastLines, run } from '../../lib/server/launch/run.mjs'
import { readPlaywrightReport } from './playwright-report.mjs'
import { findChromium } from './programs.mjs'

/**
 * @typedef {{ passed: number, failures: { name: string, text: string }[], skipped: { name: string, reason: string }[], again?: string[] }} Report
 * @typedef {{ signal: AbortSignal, env: NodeJS.ProcessEnv, limitMs: number }} Context
 */

const MINUTE_MS = 60_000

const passed = () => ({ passed: 1, failures: [], skipped: [] })
const failed = (name, text) => ({ passed: 0, failures: [{ name, text }], skipped: [] })
const node = (...argv) => [process.execPath, ...argv]

/** One static check: its exit status is its verdict. */
const check = (name, argv) => ({
  name,
  isCheck: true,
  run: async ({ signal, env }) => {
    const { code, output } = await run(argv, { cwd: ROOT, env, signal, timeoutMs: 5 * MINUTE_MS })
    return code === 0 ? passed() : failed(name, lastLines(output, 80))
  },
})

/** Runs a test runner that leaves its counts in a JSON file. One that ends badly without saying why is a failure itself. */
const runReported = async (name, argv, { signal, env, limitMs }, read) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vxscope-test-'))
  const file = path.join(folder, 'report.json')
  try {
    const { code, output, timedOut } = await run(argv, {
      cwd: ROOT,
      env: { ...env, VXSCOPE_REPORT: file, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
      signal,
      timeoutMs: limitMs,
    })
    if (timedOut) return failed(name, `did not end within ${limitMs / MINUTE_MS} minutes\n${lastLines(output)}`)
    const report = readReport(file, read)
    if (report === undefined) return failed(name, `exit ${code}, and no report\n${lastLines(output)}`)
    if (code !== 0 && report.failures.length === 0)
      report.failures.push({ name, text: `exit ${code}\n${lastLines(output)}` })
    return report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const readReport = (file, read) => {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

const vitest = project => ({
  name: `vitest ${project}`,
  run: context =>
    runReported(
      `vitest ${project}`,
      node('node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=./e2e/setup/vitest-reporter.mjs'),
      context,
      report => report,
    ),
})

const build = {
  name: 'next build',
  isCheck: true,
  run: async ({ signal }) => {
    try {
      await buildIfChanged({ signal })
      return passed()
    } catch (error) {
      signal.throwIfAborted()
      return failed('next build', error.message)
    }
  },
}

const browser = {
  name: 'playwright',
  run: context => {
    const env = { ...context.env, CHROMIUM_PATH: findChromium() ?? '' }
    const argv = node('node_modules/@playwright/test/cli.js', 'test', '--reporter=json')
    return runReported('playwright', argv, { ...context, env }, readPlaywrightReport)
  },
}

/** All that CI runs, in order. The build comes before the types: it writes the ones that Next generates. */
export const STAGES = [
  check('biome', node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')),
  check('import rules', ['npm', 'run', '--silent', 'rules']),
  build,
  check('types', node('node_modules/typescript/bin/tsc', '--noEmit')),
  vitest('unit'),
  vitest('system'),
  browser,
]
