import { type Check, findingId } from './check'
import { macTwice } from './mac-twice'
import { linkLine, rowLine, stateLine } from './witness'

export const staleEntry: Check = {
  id: 'staleEntry',
  severity: 'warning',
  over: 'mac',
  means: 'Frames to a MAC go to a VTEP that doesn’t have it, until the entry ages or is taken away.',
  how: 'An entry leads to a live node that does not have the MAC, while exactly one other live node has it.',
  find: (ground, key) => {
    const [place, ...others] = ground.placesOf(key)
    if (!place || others.length > 0) return []
    const [home, { row: known, link }] = place
    const wrong = ground.rowsOfMac(key).filter(row => {
      if (row.dst === null || row.master !== null || row.node === home || row.kind === 'flood') return false
      if (row.dstNodes.length === 0 || row.dstNodes.includes(home)) return false
      if (!ground.isLive(row.node) || !row.dstNodes.every(node => ground.isLive(node))) return false
      const since = Math.max(Date.parse(row.firstSeenAt), known ? Date.parse(known.firstSeenAt) : 0)
      return ground.reached(since + ground.options.grace)
    })
    if (wrong.length === 0) return []
    const address = ground.members(Number(key.slice(0, key.indexOf('/')))).find(({ node }) => node === home)?.address
    return wrong.map(row => {
      const { node, ifname, mac, dst, dstNodes, kind } = row
      const there = ['dev', ifname, 'dst', address ?? '']
      return {
        subject: `mac:${key}`,
        place: `${node}/${ifname}`,
        severity: kind === 'learned' ? 'warning' : 'error',
        verdict: `${node} sends ${mac} to ${dst} (${dstNodes.join(', ')}), but ${home} has it.`,
        evidence: [
          ...rowLine(ground, row),
          ...(known ? rowLine(ground, known) : []),
          ...(link ? [...stateLine(ground, home, link), ...linkLine(ground, home, link)] : []),
        ],
        mend: [
          {
            node,
            run: [
              kind === 'learned' || !address
                ? ['bridge', 'fdb', 'del', mac, 'dev', ifname, 'dst', dst ?? '']
                : ['bridge', 'fdb', 'replace', mac, ...there, 'static'],
            ],
          },
        ],
        because: [findingId(macTwice.id, `mac:${key}`)],
      }
    })
  },
}
