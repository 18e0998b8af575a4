import type { ChecksAnswer, ToldFinding } from '@/lib/model/finding'

const NAMED: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

/** What XML 1.0 takes, and nothing that a node made up to leave its place. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd]/g, '\ufffd')
    .replace(/[<>&"\t\n]/g, character => NAMED[character] ?? `&#${character.codePointAt(0)};`)

const body = ({ evidence, fix }: ToldFinding): string =>
  [
    ...evidence.map(({ node, text }) => `${node}: ${text}`),
    ...fix.flatMap(({ node, commands }) => commands.map(command => `on ${node}: ${command}`)),
  ]
    .map(line => `${xml(line)}\n`)
    .join('')

const isFailure = ({ severity, silence }: ToldFinding): boolean => severity !== 'info' && silence === null

const outcome = (finding: ToldFinding): string => {
  const { severity, verdict, silence } = finding
  if (silence !== null)
    return `<skipped message="${xml(`Silenced by ${silence.who} until ${silence.until}: ${silence.reason}`)}"/>`
  if (severity === 'info') return `<system-out>${xml(verdict)}</system-out>`
  return `<failure type="${severity}" message="${xml(verdict)}">${body(finding)}</failure>`
}

const testCase = (finding: ToldFinding): string[] => [
  `    <testcase classname="vxscope.${xml(finding.check)}" name="${xml(finding.subject)}">`,
  `      ${outcome(finding)}`,
  '    </testcase>',
]

/** The answer as JUnit XML, as CI servers read it: a test case for each finding, skipped where it is silenced, and one that passes for each check without any. */
export const renderJunit = ({ at, findings, checks }: ChecksAnswer): string => {
  const failed = findings.filter(isFailure).length
  const skipped = findings.filter(({ silence }) => silence !== null).length
  const clean = checks.filter(({ id }) => findings.every(({ check }) => check !== id))
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="vxscope check" timestamp="${at.slice(0, 19)}" tests="${findings.length + clean.length}" failures="${failed}" errors="0" skipped="${skipped}">`,
    ...findings.flatMap(testCase),
    ...clean.map(({ id, means }) => `    <testcase classname="vxscope.${xml(id)}" name="${xml(means)}"/>`),
    '  </testsuite>',
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}
