import type { Principal } from '@/lib/model/access'
import type { AuditAction } from '@/lib/model/audit'
import { SILENCE_DAYS, type Silence, type SilenceRequest, SilencesAnswer } from '@/lib/model/silence'
import { answer, iso, refuse, refuseFields } from '../http'
import { log } from '../log'
import type { Serving } from '../serving'
import { checkHint, isCheck } from './known-check'
import type { Silences } from './silences'

type Keeping = Pick<Serving, 'silences' | 'audit'>

/** Each is looked at for each finding. */
const MOST = 1000
const LONGEST_MS = SILENCE_DAYS * 86_400_000

const listOf = (silences: Silences, status = 200): Response =>
  answer(SilencesAnswer, { now: iso(Date.now()), silences: [...silences.current()] }, status)

const cannotWrite = (error: unknown): Response => {
  log.failure(error)
  return refuse(
    'cannotWrite',
    'The silences can’t be written.',
    'The user that runs vxscope must be allowed to write beside its history; the log says more.',
  )
}

const aboutWhat = ({ finding, check, subject }: Silence): string =>
  [finding, check, subject].filter(what => what !== null).join(', ')

const nodesOf = ({ subject }: Silence): string[] =>
  subject?.startsWith('node:') ? [subject.slice('node:'.length)] : []

const note = ({ audit }: Keeping, who: Principal, action: AuditAction, silence: Silence) =>
  audit.record({
    ...{ who, from: who.from, action, nodes: nodesOf(silence), plan: null, commands: [], result: 'ok' },
    output: `${aboutWhat(silence)} until ${silence.until}: ${silence.reason}`,
  })

interface Problem {
  field: string
  expected: string
  hint: string
}

const SUBJECTS = ['node', 'vni', 'vtep', 'tunnel', 'group', 'mac']

const isSubject = (text: string): boolean => {
  const [kind = '', ...rest] = text.split(':')
  return SUBJECTS.includes(kind) && rest.join(':') !== ''
}

const FINDING = /^([^/]+)\/(.+)$/

/** What is named and can't be: it would silence nothing, and nobody would know. A finding need not be open now. */
const whatProblems = ({ finding, check, subject }: SilenceRequest): Problem[] => {
  const problems: Problem[] = []
  const [, of = '', about = ''] = FINDING.exec(finding ?? '') ?? []
  if (finding !== null && !(isCheck(of) && isSubject(about)))
    problems.push({ field: 'finding', expected: 'a check and a subject, as in mtuPeers/vni:42', hint: checkHint(of) })
  if (check !== null && !isCheck(check))
    problems.push({ field: 'check', expected: 'the id of a check', hint: checkHint(check) })
  if (subject !== null && !isSubject(subject))
    problems.push({
      field: 'subject',
      expected: `one of ${SUBJECTS.join(', ')}, then ":" and its name, as in vni:42`,
      hint: 'GET /api/v1/checks tells the `subject` of each finding.',
    })
  return problems
}

const untilProblems = ({ until }: SilenceRequest, now: number): Problem[] => {
  const left = Date.parse(until) - now
  if (left > 0 && left <= LONGEST_MS) return []
  const hint = `Give a moment after ${iso(now)}, which is now here, and not after ${iso(now + LONGEST_MS)}.`
  return [{ field: 'until', expected: `a moment within the next ${SILENCE_DAYS} days`, hint }]
}

const refuseProblems = (problems: readonly Problem[]): Response | null => {
  if (problems.length === 0) return null
  const message = problems.map(({ field, expected }) => `${field}: expected ${expected}`).join('; ')
  const hint = [...new Set(problems.map(problem => problem.hint))].join(' ')
  const fields = problems.map(({ field, expected }) => ({ field, message: `expected ${expected}` }))
  return refuseFields('invalid', message, hint, fields)
}

/** `GET /silences`: those in force. */
export const answerSilences = ({ silences }: Pick<Serving, 'silences'>): Response => listOf(silences)

/** `POST /silences`: from now on nobody hears of what it names, until it ends. */
export const answerSilence = async (request: SilenceRequest, serving: Keeping, who: Principal): Promise<Response> => {
  const { silences } = serving
  const refused = refuseProblems([...whatProblems(request), ...untilProblems(request, Date.now())])
  if (refused !== null) return refused
  if (silences.current().length >= MOST)
    return refuse('tooLarge', `There are ${MOST} silences already.`, 'End some of them, or silence a check as a whole.')
  try {
    await note(serving, who, 'silenced', await silences.add(request, who.name))
  } catch (error) {
    return cannotWrite(error)
  }
  return listOf(silences, 201)
}

/** `DELETE /silences/{id}`: it is heard of again. */
export const answerUnsilence = async (id: string, serving: Keeping, who: Principal): Promise<Response> => {
  const { silences } = serving
  const silence = silences.current().find(each => each.id === id)
  if (!silence) return refuse('notFound', 'There is no such silence.', 'It may have ended by itself.')
  try {
    await silences.remove(id)
    await note(serving, who, 'unsilenced', silence)
  } catch (error) {
    return cannotWrite(error)
  }
  return listOf(silences)
}
