import type { Hop, Trace, TraceWay } from '@/lib/model/trace'

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

/** The verdict as one line, and how good it is. */
export const verdictWords = (
  trace: Pick<Trace, 'verdict' | 'sent' | 'broken'>,
): { tone: VerdictTone; text: string } => {
  const tone = TONE[trace.verdict]
  if (trace.verdict === 'unreachable') return { tone, text: 'Doesn’t get there' }
  if (trace.verdict === 'unknown') return { tone, text: 'Not known whether it gets there' }
  return { tone, text: sentWords(trace) }
}

/** What follows the verdict: why so. */
export const whyWords = (trace: Trace): string => {
  const { broken, asks, to, hops, verdict } = trace
  if (broken) return broken.text
  if (verdict === 'unknown') return hops.find(({ outcome }) => outcome === 'unknown')?.decision ?? ''
  const name = to.node === null ? null : to.port === null ? to.node : `${to.port} of ${to.node}`
  const first = asks ? `The first is a request for the MAC of ${to.address ?? to.asked}. ` : ''
  if (name === null) return `${first}Where ${to.mac ?? to.asked} is, no node has told.`
  if (hops.some(({ outcome }) => outcome === 'here')) return `${first}It reaches ${name}.`
  return `${first}${hops.at(-1)?.decision ?? ''}`
}

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
