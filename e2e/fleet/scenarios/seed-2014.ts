import type { NodeSpec } from '../fleet'
import type { Frames } from '../model/ageing'
import { buildLink, buildVxlan, filterRows, floodRow, loopback } from '../model/build'
import { ubuntu2404, vyos111 } from '../model/identities'
import type { FdbState, NodeState } from '../model/state'

const GROUP = '239.1.1.1'
const AGEING = 300

type Name = 'vyos01' | 'vyos02' | 'ubuntu'

/** The article's nodes. Ethernet addresses of eth1 are ours: it doesn't print them. */
const NODES: Record<Name, { host: number; mac: string; ethernet: string }> = {
  vyos01: { host: 254, mac: '86:24:26:b2:11:5c', ethernet: '52:54:00:02:00:fe' },
  vyos02: { host: 253, mac: '4e:69:a4:a7:ef:1c', ethernet: '52:54:00:02:00:fd' },
  ubuntu: { host: 1, mac: 'd6:ff:c1:27:69:a0', ethernet: '52:54:00:02:00:01' },
}

const SECOND = 1000

/** Who pings whom, and when: the first pair keeps talking, the others fall silent for longer than the ageing time. */
const CONVERSATIONS: readonly { between: readonly [Name, Name]; first: number; lasts: number; every: number }[] = [
  { between: ['ubuntu', 'vyos01'], first: 5, lasts: 20, every: 60 },
  { between: ['ubuntu', 'vyos02'], first: 15, lasts: 10, every: 400 },
  { between: ['vyos01', 'vyos02'], first: 40, lasts: 10, every: 520 },
]

/** Rows that pings leave: both directions refresh them. */
const learnedRows = (name: Name, start: number): FdbState[] =>
  CONVERSATIONS.filter(({ between }) => between.includes(name)).map(({ between, first, lasts, every }) => {
    const peer = NODES[between[0] === name ? between[1] : between[0]]
    const frames: Frames = { first: start + first * SECOND, lasts: lasts * SECOND, every: every * SECOND }
    return { mac: peer.mac, dst: `10.0.2.${peer.host}`, flags: ['self'], state: '', heard: frames, sent: frames }
  })

const seedNode = (name: Name, start: number): NodeState => {
  const { host, mac, ethernet } = NODES[name]
  const isVyos = name !== 'ubuntu'
  return {
    hostname: name,
    ...(isVyos ? vyos111 : ubuntu2404),
    nexthops: [],
    links: [
      loopback,
      buildLink({
        ifindex: 2,
        ifname: 'eth0',
        kind: 'ether',
        mac: ethernet.replace(':02:', ':01:'),
        fdb: filterRows(),
      }),
      buildLink({
        ifindex: 3,
        ifname: 'eth1',
        kind: 'ether',
        mac: ethernet,
        addresses: [{ address: `10.0.2.${host}`, prefixlen: 24, scope: 'global' }],
        fdb: filterRows(GROUP),
      }),
      buildLink({
        ifindex: 5,
        ifname: 'vxlan0',
        kind: 'vxlan',
        mac,
        mtu: 1450,
        addresses: [{ address: `10.0.1.${host}`, prefixlen: 24, scope: 'global' }],
        vxlan: buildVxlan({
          vni: 42,
          group: GROUP,
          dev: 'eth1',
          ttl: isVyos ? 16 : 0,
          ageing: AGEING,
          srcPort: isVyos ? [32768, 61000] : [0, 0],
        }),
        fdb: [...learnedRows(name, start), floodRow(GROUP, start, 'eth1')],
      }),
    ],
  }
}

/** The three nodes of 2014, simulated; `start` (ms of the modelled clock) is when their pings begin to run. */
export const seed2014Nodes = (start = 0): NodeSpec[] => [
  { name: 'vyos01', user: 'vyos', state: seedNode('vyos01', start) },
  { name: 'vyos02', user: 'vyos', state: seedNode('vyos02', start) },
  { name: 'ubuntu', user: 'ops', state: seedNode('ubuntu', start) },
]
