import './setup/node.mjs'
import { parseArgs } from 'node:util'
import { CommandError } from '../lib/server/launch/run.mjs'
import { Interrupted, watchInterruption } from './setup/interruption.mjs'
import { prepare } from './setup/prepare.mjs'
import { stage } from './setup/stage.mjs'
import { STAGES } from './setup/test-stages.mjs'

const USAGE = `Usage: npm test [-- --long]

Installs what is missing and runs all that CI runs. --long: the full matrices which the ordinary run samples.`

const MINUTE_MS = 60_000
const LIMIT_MS = { ordinary: 20 * MINUTE_MS, long: 60 * MINUTE_MS }

const parseOptions = () => {
  try {
    const options = { long: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } }
    return parseArgs({ options, strict: true }).values
  } catch (error) {
    throw new CommandError(`${error.message}\n\n${USAGE}`, 2)
  }
}

const count = ({ passed, failures, skipped }) => {
  const words = [
    `${passed} passed`,
    `${failures.length} failed`,
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ]
  return words.join(', ')
}

const indent = text => text.trimEnd().replaceAll(/^/gm, '    ')

const printDetails = ({ failures, skipped, again = [] }) => {
  for (const name of again) console.log(`  ~ ${name}\n    passed at its second try: look why`)
  for (const { name, text } of failures) console.log(`  ✗ ${name}\n${indent(text)}`)
  for (const { name, reason } of skipped) console.log(`  - ${name}\n    skipped: ${reason}`)
}

const sum = reports => ({
  passed: reports.reduce((total, report) => total + report.passed, 0),
  failures: reports.flatMap(report => report.failures),
  skipped: reports.flatMap(report => report.skipped),
})

const main = async () => {
  const { long, help } = parseOptions()
  if (help) {
    console.log(USAGE)
    return 0
  }
  const signal = watchInterruption()
  const problem = await prepare('test', signal)
  if (problem) console.log(problem)
  const env = { ...process.env, ...(long ? { VXSCOPE_LONG: '1' } : {}), NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }
  const context = { signal, env, limitMs: long ? LIMIT_MS.long : LIMIT_MS.ordinary }
  const reports = []
  let testsRan = 0
  for (const { name, run, isCheck } of STAGES) {
    let report
    await stage(name, async () => {
      report = await run(context)
      const words = `${name}: ${count(report)}`
      return report.failures.length > 0 ? { failed: words } : words
    })
    printDetails(report)
    reports.push(report)
    if (!isCheck) testsRan += report.passed + report.failures.length
  }
  const all = sum(reports)
  // Checks of the sources alone prove nothing about a running program.
  if (testsRan === 0) console.error('test: no test ran')
  console.log(count(all))
  return all.failures.length === 0 && testsRan > 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof CommandError || error instanceof Interrupted)) throw error
  console.error(`test: ${error.message}`)
  process.exitCode = error instanceof Interrupted ? 130 : error.exitCode
}
