import type { ToldFinding } from '@/lib/model/finding'
import { silenceOf } from '@/lib/overlay'
import type { FindingTimes } from './finding-times'
import type { KeptFindings } from './keep-findings'
import type { Silences } from './silences'

export interface Telling {
  findings: Pick<KeptFindings, 'current'>
  silences: Pick<Silences, 'current'>
  findingTimes: Pick<FindingTimes, 'of'>
}

/** All that is found now, worst first, each with what was of it before and whether it is silenced. `now` in ms. */
export const toldFindings = ({ findings, silences, findingTimes }: Telling, now: number): ToldFinding[] => {
  const inForce = silences.current()
  return findings.current().map(finding => ({
    ...finding,
    ...findingTimes.of(finding),
    silence: silenceOf(finding, inForce, now),
  }))
}
