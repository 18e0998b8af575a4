import { stripVTControlCharacters } from 'node:util'

const specsOf = (suites, above = []) =>
  (suites ?? []).flatMap(suite => {
    const titles = [...above, suite.title]
    const here = (suite.specs ?? []).map(spec => ({ name: [...titles, spec.title].join(' > '), spec }))
    return [...here, ...specsOf(suite.suites, titles)]
  })

const textOf = error =>
  stripVTControlCharacters([error.message ?? error.value ?? 'failed', error.snippet].filter(Boolean).join('\n'))

/** Playwright's JSON report as the counts that `npm test` adds up. `again` names those that passed at their second try alone. */
export const readPlaywrightReport = json => {
  const report = { passed: 0, failures: [], skipped: [], again: [] }
  for (const error of json.errors ?? []) report.failures.push({ name: 'Playwright', text: textOf(error) })
  for (const { name, spec } of specsOf(json.suites)) {
    for (const test of spec.tests) {
      if (test.status === 'flaky') report.again.push(name)
      if (test.status === 'expected' || test.status === 'flaky') report.passed += 1
      else if (test.status === 'skipped') {
        const reason = test.annotations.find(({ type }) => type === 'skip')?.description
        report.skipped.push({ name, reason: reason ?? 'not run' })
      } else {
        const errors = test.results.flatMap(result => result.errors ?? [])
        report.failures.push({ name, text: errors.map(textOf).join('\n') || test.status })
      }
    }
  }
  return report
}
