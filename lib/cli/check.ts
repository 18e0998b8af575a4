import { findingOf, fixOf } from '@/lib/change'
import type { ChecksAnswer, ToldFinding } from '@/lib/model/finding'
import { CHECKS, checkOverlay, silenceOf } from '@/lib/overlay'
import { readSilences, silencesFile } from '@/lib/server/checks/silences'
import { printable } from '@/lib/server/inventory'
import { renderJunit } from './check-junit'
import { EXIT, type Io, writeLine } from './io'
import { headOf, readOverlay, reportNodes } from './read-overlay'
import { type Column, renderTable, styleOf } from './table'

const COLUMNS: readonly Column<ToldFinding>[] = [
  { title: 'SEVERITY', value: finding => finding.severity },
  { title: 'SUBJECT', value: finding => finding.subject },
  { title: 'CHECK', value: finding => finding.check },
  { title: 'VERDICT', value: finding => finding.verdict },
]

const detail = ({ id, evidence, fix, causedBy }: ToldFinding): string[] => [
  id,
  ...(causedBy === null ? [] : [`  follows from ${causedBy}`]),
  ...evidence.map(({ node, text }) => `  ${node}: ${text}`),
  ...fix.flatMap(({ node, commands }) => [`  on ${node}:`, ...commands.map(command => `    ${command}`)]),
]

/** Findings as a table, then for each its lines and what mends it. Of silenced ones it is said how many there are. */
const renderFindings = (findings: readonly ToldFinding[], silenced: number, nodes: number, io: Io): string => {
  const told = silenced === 0 ? '' : `${silenced === 1 ? '1 finding is' : `${silenced} findings are`} silenced.\n`
  if (findings.length === 0)
    return `Nothing found by ${CHECKS.length} checks over ${nodes === 1 ? '1 node' : `${nodes} nodes`}.\n${told}`
  const details = findings.flatMap(finding => ['', ...detail(finding).map(printable)])
  return `${renderTable(findings, COLUMNS, styleOf(io))}${details.map(line => `${line}\n`).join('')}${told === '' ? '' : `\n${told}`}`
}

/** `vxscope check`: every node read once, and all that is wrong with what they show. What is silenced doesn't fail. Gives the exit code. */
export const checkCommand = async (
  given: { configFile: string; format: 'table' | 'json' | 'junit' },
  io: Io,
): Promise<number> => {
  const read = await readOverlay(given.configFile, io)
  if (!read.ok) {
    writeLine(io.stderr, read.error)
    return EXIT.usage
  }
  const { overlay, fdb, readings, at, inventory } = read.value
  const head = headOf(read.value)
  const silences = await readSilences({
    file: silencesFile(inventory, given.configFile, io.home),
    now: Date.now,
    report: message => writeLine(io.stderr, message),
  })
  const findings = checkOverlay({ overlay, fdb, readings, now: at }).map(found => ({
    ...findingOf(found, fixOf(found, { overlay, readings }), head.at),
    ...{ times: 1, before: [], silence: silenceOf(found, silences, at) },
  }))
  const checks = CHECKS.map(({ id, severity, means, how }) => ({ id, severity, means, how }))
  const heard = findings.filter(({ silence }) => silence === null)
  const silenced = findings.length - heard.length
  const answer: ChecksAnswer = { ...head, findings, silenced, checks }
  if (given.format === 'json') io.stdout.write(`${JSON.stringify({ ...answer, findings: heard })}\n`)
  else if (given.format === 'junit') io.stdout.write(renderJunit(answer))
  else io.stdout.write(renderFindings(heard, silenced, overlay.nodes.length, io))
  const status = reportNodes(read.value, io)
  if (status !== EXIT.fine) return status
  return heard.some(({ severity }) => severity !== 'info') ? EXIT.refused : EXIT.fine
}
