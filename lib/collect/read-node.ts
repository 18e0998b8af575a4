import type { NodeError } from '@/lib/model/error'
import type { PlatformName } from '@/lib/model/inventory'
import type { Profile, Reading } from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import { remotesWithoutSource } from '@/lib/overlay'
import {
  type Answer,
  buildScript,
  NO_NEEDS,
  needsOf,
  PROBE,
  parseAnswers,
  parseProbe,
  parseReading,
  type Query,
  type ReadingNeeds,
  readingQueries,
  SCRIPT_SHELL,
} from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'

export interface ReadLimits {
  /** For one round trip, from request to the last byte. */
  timeoutMs: number
  /** Of output, per round trip. 100,000 FDB rows are 12.4 MB as JSON. */
  maxBytes: number
}

export const READ_LIMITS: ReadLimits = { timeoutMs: 15_000, maxBytes: 32 * 1024 * 1024 }

/** What is worth remembering of a node between two readings on one connection. */
export interface NodeMemory {
  profile: Profile
  needs: ReadingNeeds
}

/** The login shell answered, but not as a shell would: a closed account, a menu, garbage. */
const notAShell = (status: number | null, said: string): NodeError => ({
  code: status === 0 || status === null ? 'unreadable' : 'exitStatus',
  message:
    status === 0 || status === null
      ? `the node's answer can't be read${said}`
      : `the login shell ended with status ${status}${said}`,
  hint: "The user must be allowed to run commands: try `ssh NODE ip -d link show`. An account with nologin, a menu or a forced command can't be read.",
})

const firstLine = (text: string): string => {
  const line =
    text
      .replace(/[^\P{C}\n]/gu, '')
      .trim()
      .split('\n', 1)[0] ?? ''
  return line === '' ? '' : `: ${line.slice(0, 200)}`
}

const ask = async (
  connection: SshConnection,
  queries: readonly Query[],
  limits: ReadLimits,
): Promise<Result<Answer[], NodeError>> => {
  const output = await connection.run(SCRIPT_SHELL, { ...limits, stdin: buildScript(queries) })
  if (!output.ok) return output
  const { stdout, stderr, status } = output.value
  const answers = parseAnswers(queries, stdout)
  return answers.ok ? answers : fail(notAShell(status, firstLine(stderr) || firstLine(stdout)))
}

const readOnce = async (
  connection: SshConnection,
  { profile, needs }: NodeMemory,
  limits: ReadLimits,
  now: () => number,
): Promise<Result<Reading, NodeError>> => {
  const answers = await ask(connection, readingQueries(profile, needs), limits)
  return answers.ok ? parseReading(profile, answers.value, now()) : answers
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
  limits: ReadLimits = READ_LIMITS,
): Promise<Result<{ reading: Reading; memory: NodeMemory }, NodeError>> => {
  let known = memory
  if (!known) {
    const probe = await ask(connection, PROBE, limits)
    if (!probe.ok) return probe
    const profile = parseProbe(probe.value, named)
    if (!profile.ok) return profile
    known = { profile: profile.value, needs: NO_NEEDS }
  }
  const first = await readOnce(connection, known, limits, now)
  if (!first.ok) return first
  const needs = { ...needsOf(first.value), remotes: remotesWithoutSource(first.value) }
  const next = { profile: known.profile, needs }
  if (!needsMore(needs, known.needs)) return ok({ reading: first.value, memory: next })
  const second = await readOnce(connection, next, limits, now)
  return second.ok ? ok({ reading: second.value, memory: next }) : second
}
