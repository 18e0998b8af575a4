import type { FdbRow } from '@/lib/model/overlay'
import type { Check, Draft } from './check'
import type { Ground } from './ground'
import { refreshedAt } from './mac-twice'
import { nodeSubject } from './members'
import { rowLine } from './witness'

/** Before its time a bridge drops no entry; its clean-up, flooring and the way here take no more than this. */
const MARGIN = 5000

/**
 * Whether the bridge must have an entry now. Of what was learned: the frame that refreshed the device's entry was seen by the
 * bridge too, which keeps it for its ageing time. What was put there by hand or a control plane is for as long as it stands.
 */
const isDue = (ground: Ground, row: FdbRow, bridgeAgeing: number | null): boolean => {
  const since = Date.parse(row.firstSeenAt)
  if (row.kind !== 'learned') return ground.reached(since + ground.options.grace)
  const refreshed = refreshedAt(row)
  if (refreshed === null || bridgeAgeing === null) return false
  if (ground.reached(refreshed + bridgeAgeing * 1000 - MARGIN)) return false
  return ground.reached(Math.max(since, refreshed) + ground.options.grace)
}

const draft = (ground: Ground, row: FdbRow, rows: readonly FdbRow[]): Draft[] => {
  const view = ground.view(row.node)
  const link = view?.linkOf(row.ifname)
  const bridge = link?.master == null ? undefined : view?.linkOf(link.master)
  if (!link?.vxlan || link.vxlan.external || bridge?.kind !== 'bridge' || !link.up) return []
  const inBridge = rows.some(other => other.node === row.node && other.dst === null && other.nhid === null)
  if (inBridge || !isDue(ground, row, bridge.bridge?.ageing ?? null)) return []
  const { node, ifname, mac } = row
  const told = `on ${node} in ${ifname}’s table and not in that of ${bridge.ifname}`
  return [
    {
      subject: nodeSubject(node),
      place: ifname,
      verdict: `${mac} is ${told}: frames to it are flooded to every port.`,
      many: `# MACs are ${told}: frames to them are flooded to every port.`,
      // Made of those alone that are shown: a table may lack them all.
      get evidence() {
        return rowLine(ground, row)
      },
      mend: [
        {
          node,
          run: [
            row.kind === 'learned'
              ? ['bridge', 'link', 'set', 'dev', ifname, 'learning', 'on']
              : ['bridge', 'fdb', 'replace', mac, 'dev', ifname, 'master', 'static'],
          ],
        },
      ],
    },
  ]
}

export const bridgeLacks: Check = {
  id: 'bridgeLacks',
  severity: 'warning',
  over: 'mac',
  means: 'What the VXLAN device knows and its bridge doesn’t, the bridge floods to all its ports.',
  how: 'The VXLAN device has an entry for a MAC, and its bridge has none although it must still know it.',
  find: (ground, key) => {
    const rows = ground.rowsOfMac(key)
    return rows
      .filter(({ dst, kind, master }) => dst !== null && master === null && kind !== 'flood')
      .flatMap(row => draft(ground, row, rows))
  },
}
