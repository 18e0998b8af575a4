import { once } from './ageing'
import type { FdbState, LinkState, VxlanState } from './state'

const LINK: Omit<LinkState, 'ifindex' | 'ifname' | 'kind' | 'mac'> = {
  up: true,
  carrier: true,
  mtu: 1500,
  master: null,
  alias: null,
  addresses: [],
  vxlan: null,
  bridge: null,
  fdb: [],
}

const VXLAN: VxlanState = {
  vni: null,
  group: null,
  remote: null,
  local: null,
  dev: null,
  port: 8472,
  srcPort: [0, 0],
  ttl: 0,
  ageing: 300,
  learning: true,
  external: false,
  vnifilter: false,
  vnis: [],
}

export const buildVxlan = (given: Partial<VxlanState>): VxlanState => ({ ...VXLAN, ...given })

export const buildLink = (
  given: Pick<LinkState, 'ifindex' | 'ifname' | 'kind' | 'mac'> & Partial<LinkState>,
): LinkState => ({
  ...LINK,
  ...given,
})

export const loopback: LinkState = buildLink({
  ifindex: 1,
  ifname: 'lo',
  kind: 'loopback',
  mac: '00:00:00:00:00:00',
  mtu: 65536,
  addresses: [{ address: '127.0.0.1', prefixlen: 8, scope: 'host' }],
})

/** Multicast addresses that an ordinary device listens to; `group` adds the one of an IPv4 multicast group (RFC 1112 §6.4). */
export const filterRows = (group?: string): FdbState[] => {
  const row = (mac: string): FdbState => ({ mac, flags: ['self'], state: 'permanent', heard: null })
  const rows = [row('33:33:00:00:00:01'), row('01:00:5e:00:00:01')]
  if (!group) return rows
  const [, second = 0, third = 0, fourth = 0] = group.split('.').map(Number)
  const low = [second & 0x7f, third, fourth].map(byte => byte.toString(16).padStart(2, '0'))
  return [...rows, row(`01:00:5e:${low.join(':')}`)]
}

export const ZERO_MAC = '00:00:00:00:00:00'

/** Where a VXLAN device floods to: a group through its `dev`, or one peer of the flood list. */
export const floodRow = (dst: string, since: number, via?: string): FdbState => ({
  mac: ZERO_MAC,
  dst,
  ...(via === undefined ? {} : { via }),
  flags: ['self'],
  state: 'permanent',
  heard: once(since),
})
