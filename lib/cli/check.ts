import { findingOf, fixOf } from '@/lib/change'
import type { ChecksAnswer, Finding } from '@/lib/model/finding'
import { CHECKS, checkOverlay } from '@/lib/overlay'
import { printable } from '@/lib/server/inventory'
import { renderJunit } from './check-junit'
import { EXIT, type Io, writeLine } from './io'
import { headOf, readOverlay, reportNodes } from './read-overlay'
import { type Column, renderTable, styleOf } from './table'

const COLUMNS: readonly Column<Finding>[] = [
  { title: 'SEVERITY', value: finding => finding.severity },
  { title: 'SUBJECT', value: finding => finding.subject },
  { title: 'CHECK', value: finding => finding.check },
  { title: 'VERDICT', value: finding => finding.verdict },
]

const detail = ({ id, evidence, fix, causedBy }: Finding): string[] => [
  id,
  ...(causedBy === null ? [] : [`  follows from ${causedBy}`]),
  ...evidence.map(({ node, text }) => `  ${node}: ${text}`),
  ...fix.flatMap(({ node, commands }) => [`  on ${node}:`, ...commands.map(command => `    ${command}`)]),
]

/** Findings as a table, then for each its lines and what mends it. */
const renderFindings = (findings: readonly Finding[], nodes: number, io: Io): string => {
  if (findings.length === 0)
    return `Nothing found by ${CHECKS.length} checks over ${nodes === 1 ? '1 node' : `${nodes} nodes`}.\n`
  const details = findings.flatMap(finding => ['', ...detail(finding).map(printable)])
  return `${renderTable(findings, COLUMNS, styleOf(io))}${details.map(line => `${line}\n`).join('')}`
}

/** `vxscope check`: every node read once, and all that is wrong with what they show. Gives the exit code. */
export const checkCommand = async (
  given: { configFile: string; format: 'table' | 'json' | 'junit' },
  io: Io,
): Promise<number> => {
  const read = await readOverlay(given.configFile, io)
  if (!read.ok) {
    writeLine(io.stderr, read.error)
    return EXIT.usage
  }
  const { overlay, fdb, readings, at } = read.value
  const head = headOf(read.value)
  const findings = checkOverlay({ overlay, fdb, readings, now: at }).map(found =>
    findingOf(found, fixOf(found, { overlay, readings }), head.at),
  )
  const checks = CHECKS.map(({ id, severity, means, how }) => ({ id, severity, means, how }))
  const answer: ChecksAnswer = { ...head, findings, checks }
  if (given.format === 'json') io.stdout.write(`${JSON.stringify(answer)}\n`)
  else if (given.format === 'junit') io.stdout.write(renderJunit(answer))
  else io.stdout.write(renderFindings(findings, overlay.nodes.length, io))
  const status = reportNodes(read.value, io)
  if (status !== EXIT.fine) return status
  return findings.some(({ severity }) => severity !== 'info') ? EXIT.refused : EXIT.fine
}
