import { writeFileSync } from 'node:fs'

const textOf = error => [error.stack ?? error.message, error.diff].filter(Boolean).join('\n')
const failureOf = (name, errors) => ({ name, text: errors.map(textOf).join('\n') })

/**
 * Writes what `npm test` adds up to the file in VXSCOPE_REPORT: counts, each failure with its text, each skip with its reason,
 * which Vitest's own JSON leaves out. A file that fails to load is one failure.
 */
export default class CountingReporter {
  onTestRunEnd(modules, unhandled) {
    const report = { passed: 0, failures: [], skipped: [], again: [] }
    for (const file of modules) {
      const broken = [...file.errors(), ...[...file.children.allSuites()].flatMap(suite => suite.errors())]
      if (broken.length > 0) report.failures.push(failureOf(file.relativeModuleId, broken))
      for (const test of file.children.allTests()) {
        const name = `${file.relativeModuleId} > ${test.fullName}`
        this.#count(report, name, test.result())
        if (test.diagnostic()?.flaky) report.again.push(name)
      }
    }
    if (unhandled.length > 0) report.failures.push(failureOf('errors outside of any test', unhandled))
    writeFileSync(process.env.VXSCOPE_REPORT, JSON.stringify(report))
  }

  #count(report, name, { state, errors, note }) {
    if (state === 'passed') report.passed += 1
    else if (state === 'failed') report.failures.push(failureOf(name, errors))
    else report.skipped.push({ name, reason: note ?? 'no reason given' })
  }
}
