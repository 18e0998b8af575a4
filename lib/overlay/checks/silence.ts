import type { Finding } from '@/lib/model/finding'
import type { Silence } from '@/lib/model/silence'

const isFor = (silence: Silence, { id, check, subject }: Pick<Finding, 'id' | 'check' | 'subject'>): boolean =>
  (silence.finding === null || silence.finding === id) &&
  (silence.check === null || silence.check === check) &&
  (silence.subject === null || silence.subject === subject) &&
  (silence.finding !== null || silence.check !== null || silence.subject !== null)

/** The silence that a finding is under at `now` (ms), the longest of several; `null` where there is none. */
export const silenceOf = (
  finding: Pick<Finding, 'id' | 'check' | 'subject'>,
  silences: readonly Silence[],
  now: number,
): Silence | null => {
  let longest: Silence | null = null
  for (const silence of silences) {
    if (Date.parse(silence.until) <= now || !isFor(silence, finding)) continue
    if (longest === null || silence.until > longest.until) longest = silence
  }
  return longest
}
