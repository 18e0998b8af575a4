import type { Check } from './check'
import { nodeSubject } from './members'
import { linkLine } from './witness'

/** As `ip -d link` prints it. Releases up to 3.16 print 1 for any limit, so 1 is not believed. */
const limitIn = (evidence: string): number | null => {
  const limit = Number(/ maxaddr(?:ess)? (\d+)/.exec(evidence)?.[1] ?? 0)
  return limit > 1 ? limit : null
}

export const fdbLimit: Check = {
  id: 'fdbLimit',
  severity: 'warning',
  over: 'node',
  means: 'A VXLAN table that is full learns nothing more: every new MAC is flooded for good.',
  how: 'A device has nine tenths of its `maxaddr` entries or more.',
  find: (ground, node) =>
    (ground.view(node)?.vxlans ?? []).flatMap(link => {
      const limit = limitIn(link.evidence)
      const { count } = ground.device(node, link.ifname)
      if (limit === null || count < limit * ground.options.nearlyFull) return []
      return [
        {
          subject: nodeSubject(node),
          place: link.ifname,
          severity: count >= limit ? 'error' : 'warning',
          verdict: `${link.ifname} on ${node} has ${count} of at most ${limit} entries: once full it learns no more. Make it anew with a larger maxaddr.`,
          evidence: linkLine(ground, node, link),
        },
      ]
    }),
}
