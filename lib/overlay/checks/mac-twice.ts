import type { FdbRow } from '@/lib/model/overlay'
import { addressTwice } from './address-twice'
import type { Check, Draft } from './check'
import type { Ground } from './ground'
import { linkLine, rowLine, stateLine } from './witness'

const macOf = (key: string): string => key.slice(key.indexOf('/') + 1)

/** When a frame last came in from where a row says, ms; `null` where it isn't told. */
export const refreshedAt = ({ readAt, updated }: FdbRow): number | null =>
  updated === null ? null : Date.parse(readAt) - updated * 1000

/** Whether each was refreshed after the other was learned: what moved is not at two places, its old entry just gets old. */
const atOnce = (a: FdbRow, b: FdbRow): boolean => {
  const [ofA, ofB] = [refreshedAt(a), refreshedAt(b)]
  const later = 1000 + Math.max(Date.parse(a.firstSeenAt), Date.parse(b.firstSeenAt))
  return ofA !== null && ofB !== null && ofA > later && ofB > later
}

const behindPorts = (ground: Ground, rows: readonly FdbRow[], key: string): Draft[] => {
  const [first, second] = rows
  if (!first || !second || first.node === second.node || !atOnce(first, second)) return []
  return [
    {
      subject: `mac:${key}`,
      verdict: `${macOf(key)} is behind ${first.ifname} on ${first.node} and behind ${second.ifname} on ${second.node} at once: two hosts have it, or there is a loop.`,
      evidence: [first, second].flatMap(row => rowLine(ground, row)),
    },
  ]
}

/** Of a device without a bridge: hosts' gateways may have one MAC on purpose, and stand on bridges. */
const onDevices = (ground: Ground, key: string): Draft[] => {
  const vni = Number(key.slice(0, key.indexOf('/')))
  const mac = macOf(key)
  if (ground.ownersOf(key).length < 2) return []
  const holders = ground.members(vni).filter(({ link }) => link.mac === mac && link.master === null)
  const nodes = [...new Set(holders.map(({ node }) => node))]
  if (nodes.length < 2 || holders.some(({ link }) => link.vxlan?.external)) return []
  return [
    {
      subject: `mac:${key}`,
      verdict: `${nodes.join(' and ')} have the same MAC ${mac} in VNI ${vni}: replies reach one or the other.`,
      evidence: holders.flatMap(({ node, link }) => [
        ...stateLine(ground, node, link),
        ...linkLine(ground, node, link),
      ]),
      because: holders.flatMap(({ vtep }) => (vtep === null ? [] : [`${addressTwice.id}/${vtep}`])),
    },
  ]
}

export const macTwice: Check = {
  id: 'macTwice',
  severity: 'error',
  over: 'mac',
  means: 'A MAC at two places gets the frames of one at the other.',
  how: 'Two nodes’ VXLAN devices have it, or it is learned behind ports of two nodes, each time after the other.',
  find: (ground, key) => {
    const rows = [...ground.placesOf(key).values()].flatMap(({ row }) => row ?? [])
    return [...onDevices(ground, key), ...behindPorts(ground, rows, key)].slice(0, 1)
  },
}
