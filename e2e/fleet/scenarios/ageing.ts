import type { NodeSpec } from '../fleet'
import { buildLink, buildVxlan, loopback } from '../model/build'
import { withLink } from '../model/changes'
import { newestDebian, ubuntu2404 } from '../model/identities'
import type { FdbState, NodeState } from '../model/state'
import { FdbWatch } from '../model/watch'

const DEVICE = 'vxlan0'

/** Kernels that age VXLAN entries each in its way: before 6.15, since, and an old number with the later one's change in it. */
export const AGEING_KERNELS = {
  'by-used': { ...ubuntu2404, kernel: '6.1.0-37-amd64' },
  'by-updated': newestDebian,
  backported: { ...ubuntu2404, kernel: '5.14.0-570.el9.x86_64', agesBy: 'updated' },
} as const satisfies Record<string, Partial<NodeState>>

/** A node with one VXLAN device that ages by `ageing` s and knows nobody yet. */
export const ageingNode = (name: string, kernel: keyof typeof AGEING_KERNELS, ageing: number): NodeSpec => ({
  name,
  state: {
    ...{ hostname: name, nexthops: [], ...AGEING_KERNELS[kernel] },
    links: [
      loopback,
      buildLink({
        ...{ ifindex: 2, ifname: 'eth1', kind: 'ether', mac: '52:54:00:02:00:01' },
        addresses: [{ address: '10.0.2.1', prefixlen: 24, scope: 'global' }],
      }),
      buildLink({
        ...{ ifindex: 3, ifname: DEVICE, kind: 'vxlan', mac: '02:00:00:00:00:a0', mtu: 1450 },
        vxlan: buildVxlan({ vni: 42, dev: 'eth1', ageing }),
      }),
    ],
  },
})

/** When frames from a MAC come in and when frames to it go out: each without a pause, ms of the modelled clock. */
export interface Traffic {
  mac: string
  heard: { first: number; lasts: number }
  sent?: { first: number; lasts: number }
}

/** The node with entries that this traffic will make. */
export const withTraffic = (state: NodeState, traffic: readonly Traffic[]): NodeState => {
  const rows = traffic.map(
    ({ mac, heard, sent }): FdbState => ({
      ...{ mac, dst: '10.0.2.2', flags: ['self'], state: '' },
      heard: { ...heard, every: null },
      ...(sent && { sent: { ...sent, every: null } }),
    }),
  )
  return withLink(state, DEVICE, link => ({ ...link, fdb: [...link.fdb, ...rows] }))
}

/** When the modelled kernel deletes each entry that ages, by MAC; ms of the modelled clock. */
export const deletionsOf = (state: NodeState, from: number): Map<string, number> => {
  const deletions = new Map<string, number>()
  const watch = new FdbWatch(state, from)
  for (let at = watch.nextAt; at < Number.POSITIVE_INFINITY; at = watch.nextAt)
    for (const { deleted, row } of watch.step(state, at)) if (deleted) deletions.set(row.mac, at)
  return deletions
}
