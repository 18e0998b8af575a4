import { ChecksAnswer, ChecksQuery, type Finding, type ToldFinding } from '@/lib/model/finding'
import { CHECKS } from '@/lib/overlay'
import { answer, head, refuse } from '../http'
import { parseQuery } from '../query'
import type { Serving } from '../serving'
import { checkHint, isCheck } from './known-check'
import { type Telling, toldFindings } from './told-findings'

const ABOUT = CHECKS.map(({ id, severity, means, how }) => ({ id, severity, means, how }))

const VNI_OF = /^(?:vni:(\d+)$|(?:tunnel|group):(\d+):|mac:(\d+)\/)/

const vniOf = ({ subject }: Finding): number | null => {
  const found = VNI_OF.exec(subject)
  const digits = found?.[1] ?? found?.[2] ?? found?.[3]
  return digits === undefined ? null : Number(digits)
}

const concerns = ({ subject, evidence, fix }: Finding, node: string): boolean =>
  subject === `node:${node}` || evidence.some(each => each.node === node) || fix.some(each => each.node === node)

const matches =
  ({ severity, check, subject, vni, node, silenced }: ChecksQuery) =>
  (finding: ToldFinding): boolean =>
    (severity === undefined || finding.severity === severity) &&
    (check === undefined || finding.check === check) &&
    (subject === undefined || finding.subject === subject) &&
    (vni === undefined || vniOf(finding) === vni) &&
    (node === undefined || concerns(finding, node)) &&
    (silenced === undefined || (finding.silence !== null) === silenced)

/** `/checks`: all that is found now, worst first, and what is looked for. */
export const answerChecks = (request: Request, serving: Pick<Serving, 'bus'> & Telling): Response => {
  const query = parseQuery(request, ChecksQuery)
  if (!query.ok) return query.error
  const { check } = query.value
  if (check !== undefined && !isCheck(check))
    return refuse('badRequest', 'check: there is no such check', checkHint(check))
  const found = toldFindings(serving, Date.now()).filter(matches(query.value))
  const silenced = found.filter(({ silence }) => silence !== null).length
  return answer(ChecksAnswer, { ...head(serving.bus.current()), findings: found, silenced, checks: ABOUT })
}
