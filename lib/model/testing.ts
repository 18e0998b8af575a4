import type { FdbRow } from './overlay'
import type { FdbEntry, Link } from './reading'

/** A learned row for tests: each case spreads its one difference over it, as over all here. */
export const aFdbRow = (over: Partial<FdbRow> = {}): FdbRow => ({
  id: 'row',
  node: 'vyos01',
  ifname: 'vxlan0',
  mac: '02:00:00:00:00:01',
  vni: 42,
  vlan: null,
  dst: '10.0.2.254',
  dstNodes: [],
  port: null,
  via: null,
  srcVni: null,
  nhid: null,
  kind: 'learned',
  flags: ['self'],
  master: null,
  used: 0,
  updated: 0,
  readAt: '2026-11-22T12:00:00.000Z',
  state: 'live',
  ageing: 300,
  ageingBasis: null,
  expiresAt: null,
  firstSeenAt: '2026-11-22T12:00:00.000Z',
  moves: 0,
  ...over,
})

/** A learned entry of a VXLAN device's own table. */
export const aFdbEntry = (over: Partial<FdbEntry> = {}): FdbEntry => ({
  ifname: 'vxlan0',
  mac: '02:00:00:00:00:01',
  vlan: null,
  dst: '10.0.2.254',
  port: null,
  vni: null,
  srcVni: null,
  via: null,
  nhid: null,
  used: 1,
  updated: 2,
  flags: ['self'],
  state: '',
  master: null,
  printed: null,
  ...over,
})

/** A plain device. */
export const aLink = (ifname: string, over: Partial<Link> = {}): Link => ({
  ifindex: 1,
  ifname,
  link: null,
  mac: null,
  mtu: 1500,
  up: true,
  operstate: 'UP',
  master: null,
  kind: null,
  alias: null,
  vxlan: null,
  bridge: null,
  neighSuppress: false,
  addresses: [],
  evidence: `1: ${ifname}: <UP>`,
  rendered: false,
  ...over,
})
