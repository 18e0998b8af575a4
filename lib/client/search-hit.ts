import { z } from 'zod'

/** What was found, in the order in which kinds are shown. */
export const HIT_KINDS = ['MAC', 'VNI', 'node', 'VTEP', 'group', 'device'] as const

/** Something found: what it is, where it is, and the page that shows it. */
export const Hit = z.object({
  id: z.string(),
  kind: z.enum(HIT_KINDS),
  label: z.string(),
  detail: z.string(),
  /** Where it is shown. */
  path: z.enum(['/', '/fdb']),
  params: z.record(z.string(), z.string().nullable()),
  /** Of a learned MAC: when its last entry ends, ms of the server's clock; `null` where that isn't known. */
  endsAt: z.number().nullable(),
})
export type Hit = z.infer<typeof Hit>

/** What the graph shows picked. */
export const onGraph = (
  hit: Pick<Hit, 'id' | 'kind' | 'label' | 'detail'>,
  params: Hit['params'],
  endsAt: number | null = null,
): Hit => ({ ...hit, path: '/', params, endsAt })

/** The kinds there are among hits, each with its own, as they came. */
export const groupHits = (hits: readonly Hit[]): { kind: Hit['kind']; hits: Hit[] }[] =>
  [...new Set(hits.map(({ kind }) => kind))].map(kind => ({ kind, hits: hits.filter(hit => hit.kind === kind) }))
