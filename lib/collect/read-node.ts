import type { NodeError } from '@/lib/model/error'
import type { PlatformName } from '@/lib/model/inventory'
import type { Profile, Reading } from '@/lib/model/reading'
import { ok, type Result } from '@/lib/model/result'
import { remotesWithoutSource } from '@/lib/overlay'
import { NO_NEEDS, needsOf, PROBE, parseProbe, type ReadingNeeds, readingQueries } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { createExecReader } from './exec-reader'
import { READ_LIMITS, type ReadLimits } from './limits'
import { type ParseAnswers, parseHere } from './parse/parser'
import type { Reader } from './reader'

/** What is worth remembering of a node between two readings on one connection. */
export interface NodeMemory {
  reader: Reader
  profile: Profile
  needs: ReadingNeeds
  /** The last one: most of the next one is printed the same. */
  reading: Reading | null
}

/** Unless told otherwise each round trip has a shell of its own: right for one reading. */
export interface ReadOptions {
  limits: ReadLimits
  /** Decides how the node is asked from then on, once it is known what it is. */
  openReader(connection: SshConnection, profile: Profile): Promise<Reader> | Reader
  /** How answers are read: here, unless told otherwise. */
  parse?: ParseAnswers
}

const readOnce = async (
  { reader, profile, needs, reading }: NodeMemory,
  limits: ReadLimits,
  now: () => number,
  parse: ParseAnswers,
): Promise<Result<Reading, NodeError>> => {
  const answers = await reader.ask(readingQueries(profile, needs), limits)
  return answers.ok ? parse(profile, answers.value, now(), reading) : answers
}

/** True when `found` asks for something that `asked` did not. */
const needsMore = (found: ReadingNeeds, asked: ReadingNeeds): boolean =>
  (found.vnis && !asked.vnis) ||
  (found.nexthops && !asked.nexthops) ||
  found.remotes.some(remote => !asked.remotes.includes(remote))

/**
 * One full reading of a node, in one round trip; the first on a connection asks before what the node is.
 * A second round trip is made only when the reading shows something that must be asked for by name.
 */
export const readNode = async (
  connection: SshConnection,
  memory: NodeMemory | null,
  named: PlatformName | null,
  now: () => number,
  { limits, openReader, parse = parseHere }: ReadOptions = { limits: READ_LIMITS, openReader: createExecReader },
): Promise<Result<{ reading: Reading; memory: NodeMemory }, NodeError>> => {
  let known = memory
  if (!known) {
    const probe = await createExecReader(connection).ask(PROBE, limits)
    if (!probe.ok) return probe
    const profile = parseProbe(probe.value, named)
    if (!profile.ok) return profile
    known = {
      reader: await openReader(connection, profile.value),
      profile: profile.value,
      needs: NO_NEEDS,
      reading: null,
    }
  }
  const first = await readOnce(known, limits, now, parse)
  if (!first.ok) return first
  const needs = { ...needsOf(first.value), remotes: remotesWithoutSource(first.value) }
  const next = { ...known, needs, reading: first.value }
  if (!needsMore(needs, known.needs)) return ok({ reading: first.value, memory: next })
  const second = await readOnce(next, limits, now, parse)
  if (!second.ok) return second
  return ok({ reading: second.value, memory: { ...next, reading: second.value } })
}
