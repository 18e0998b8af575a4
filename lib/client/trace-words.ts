import type { Hop, Trace, TraceEnd, TraceWay } from '@/lib/model/trace'

export type VerdictTone = 'ok' | 'warn' | 'bad'

const TONE: Record<Trace['verdict'], VerdictTone> = { unicast: 'ok', flood: 'ok', unreachable: 'bad', unknown: 'warn' }

const listed = (all: readonly string[]): string =>
  all.length > 3 ? `${all.slice(0, 2).join(', ')} and ${all.length - 2} more` : all.join(', ')

/** How a frame leaves, in a few words: what is on the wire. */
export const sentWords = ({ sent }: Pick<TraceWay, 'sent'>): string => {
  const to = listed(sent.destinations)
  switch (sent.by) {
    case 'unicast':
      return `Unicast to ${to}`
    case 'flood':
      return `Flooded to ${to}`
    case 'nothing':
      return 'Nothing leaves the node'
    case 'unknown':
      return 'Not known'
  }
}

/** Whether it is known that somebody takes the frame. */
export const isDelivered = ({ hops }: Pick<TraceWay, 'hops'>): boolean => hops.some(({ outcome }) => outcome === 'here')

/** The verdict as one line, and how good it is. What leaves and isn't known to be taken by anybody is not good. */
export const verdictWords = (
  trace: Pick<Trace, 'verdict' | 'sent' | 'broken' | 'hops'>,
): { tone: VerdictTone; text: string } => {
  const told = TONE[trace.verdict]
  const tone = told === 'ok' && !isDelivered(trace) ? 'warn' : told
  if (trace.verdict === 'unreachable') return { tone, text: 'Doesn’t get there' }
  if (trace.verdict === 'unknown') return { tone, text: 'Not known whether it gets there' }
  return { tone, text: sentWords(trace) }
}

/** Whether an end is all who hear it. */
export const isEverybody = ({ mac }: Pick<TraceEnd, 'mac'>): boolean => mac === 'ff:ff:ff:ff:ff:ff'

/** What follows the verdict: why so. */
export const whyWords = (trace: Trace): string => {
  const { broken, asks, to, hops, verdict, sent } = trace
  if (broken) return broken.text
  if (verdict === 'unknown') return hops.find(({ outcome }) => outcome === 'unknown')?.decision ?? ''
  const last = hops.at(-1)?.decision ?? ''
  if (sent.by === 'nothing' || isEverybody(to)) return last
  const name = to.node === null ? null : to.port === null ? to.node : `${to.port} of ${to.node}`
  const first = asks ? `The first is a request for the MAC of ${to.address ?? to.asked}. ` : ''
  if (name === null) return `${first}Where ${to.mac ?? to.asked} is, no node has told.`
  if (isDelivered(trace)) return `${first}It reaches ${name}.`
  return `${first}${last}`
}

/** Why a trace has no way back. */
export const noAnswerWords = ({ to }: Pick<Trace, 'to'>): string =>
  isEverybody(to)
    ? 'Whether anybody answers what goes to everybody is not the overlay’s to decide.'
    : 'Nothing comes back for certain: the frame isn’t known to reach anybody.'

/** Hops by the node they are at, in their order. */
export const byNode = (hops: readonly Hop[]): { node: string; hops: Hop[] }[] => {
  const groups: { node: string; hops: Hop[] }[] = []
  for (const hop of hops) {
    const last = groups.at(-1)
    if (last && last.node === hop.node) last.hops.push(hop)
    else groups.push({ node: hop.node, hops: [hop] })
  }
  return groups
}

/** The address of a page with this trace. */
export const traceHref = ({ from, vni, to }: { from?: string | undefined; vni: number | null; to: string }): string => {
  const params = new URLSearchParams({
    ...(from === undefined ? {} : { from }),
    ...(vni === null ? {} : { vni: String(vni) }),
    to,
  })
  return `/trace?${params.toString().replaceAll('%3A', ':')}`
}
