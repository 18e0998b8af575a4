import type { Principal } from '@/lib/model/access'
import type { AuditAction } from '@/lib/model/audit'
import { SILENCE_DAYS, type Silence, type SilenceRequest, SilencesAnswer } from '@/lib/model/silence'
import { answer, iso, refuse, refuseFields } from '../http'
import { log } from '../log'
import type { Serving } from '../serving'
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

/** `GET /silences`: those in force. */
export const answerSilences = ({ silences }: Pick<Serving, 'silences'>): Response => listOf(silences)

/** `POST /silences`: from now on nobody hears of what it names, until it ends. */
export const answerSilence = async (request: SilenceRequest, serving: Keeping, who: Principal): Promise<Response> => {
  const { silences } = serving
  const left = Date.parse(request.until) - Date.now()
  if (left <= 0 || left > LONGEST_MS) {
    const message = `a moment within the next ${SILENCE_DAYS} days`
    return refuseFields('invalid', `until: expected ${message}`, 'Correct it.', [{ field: 'until', message }])
  }
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
