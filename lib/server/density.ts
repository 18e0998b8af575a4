import type { Density } from '@/lib/history'
import { DensityAnswer, DensityQuery, EventKind } from '@/lib/model/event'
import { refuseHistory, refuseSpan, wholeMac } from './events'
import { answer, iso } from './http'
import type { KeptHistory } from './keep-history'
import { parseQuery } from './query'

type Buckets = DensityAnswer['buckets']

const bucketsOf = ({ buckets }: Density): Buckets => {
  const byMoment = new Map<number, Buckets[number]>()
  for (const { at, kind, count } of buckets) {
    const known = EventKind.safeParse(kind)
    if (!known.success) continue
    const bucket = byMoment.get(at) ?? { at: iso(at), counts: {} }
    bucket.counts[known.data] = count
    byMoment.set(at, bucket)
  }
  return [...byMoment.values()].sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** `/events/density`: how much happened when, as a timeline draws it. */
export const answerDensity = async (request: Request, history: KeptHistory): Promise<Response> => {
  const query = parseQuery(request, DensityQuery)
  if (!query.ok) return query.error
  const { since, until, mac, buckets, ...others } = query.value
  const whole = wholeMac(mac)
  if (!whole.ok) return whole.error
  if (!history.ok) return refuseHistory(history.error)
  const from = since === undefined ? null : Date.parse(since)
  const to = until === undefined ? Date.now() : Date.parse(until)
  const refusal = refuseSpan(from, to)
  if (refusal) return refusal
  const density = await history.value.density({ ...others, ...whole.value, since: from, until: to, buckets })
  if (!density.ok) return refuseHistory(density.error)
  return answer(DensityAnswer, {
    now: iso(Date.now()),
    since: iso(density.value.since),
    until: iso(density.value.until),
    bucketMs: density.value.bucketMs,
    oldestAt: density.value.oldestAt === null ? null : iso(density.value.oldestAt),
    gaps: density.value.gaps.map(gap => ({ from: iso(gap.from), to: iso(gap.to) })),
    buckets: bucketsOf(density.value),
  })
}
