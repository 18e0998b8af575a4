import type { Event } from '@/lib/model/event'
import type { FdbRow, Node, Overlay, Tunnel, Vtep } from '@/lib/model/overlay'
import type { StreamDelta } from '@/lib/model/stream'
import { aFdbRow } from '@/lib/model/testing'

/** A whole thing with the one difference a test is about. */
export const aNode = (name: string, difference: Partial<Node> = {}): Node => ({
  name,
  host: `${name}.example`,
  platform: 'linux',
  os: 'Debian GNU/Linux 12',
  kernel: '6.1.0',
  iproute2: '6.1.0',
  status: 'connected',
  state: 'live',
  error: null,
  readAt: '2026-11-22T14:02:11.000Z',
  watch: 'poll',
  missed: 0,
  tags: [],
  addresses: [],
  ...difference,
})

export const aVtep = (address: string, nodes: string[], difference: Partial<Vtep> = {}): Vtep => ({
  id: `vtep:${address}`,
  address,
  underlay: '',
  nodes,
  vnis: [42],
  state: 'live',
  ...difference,
})

export const aTunnel = (from: string, to: string, difference: Partial<Tunnel> = {}): Tunnel => ({
  id: `tunnel:${difference.vni ?? 42}:${from}>${to}`,
  vni: 42,
  from: `vtep:${from}`,
  to: `vtep:${to}`,
  kinds: ['learned'],
  macs: 1,
  oneWay: false,
  state: 'live',
  nodes: [],
  evidence: [],
  ...difference,
})

export const aRow = (node: string, mac: string, dst: string | null, difference: Partial<FdbRow> = {}): FdbRow =>
  aFdbRow({
    ...{ id: `${node} ${mac} ${dst}`, node, mac, dst, used: 3, updated: 10 },
    readAt: '2026-11-22T14:02:11.000Z',
    firstSeenAt: '2026-11-22T14:00:00.000Z',
    ...difference,
  })

const member = (node: string, address: string, group: string | null) => ({
  node,
  ifname: 'vxlan0',
  vtep: `vtep:${address}`,
  group,
  port: 8472,
  mtu: 1450,
  learning: true,
})

/** The topology of 2014 after two pings: ubuntu knows both routers, and both know ubuntu. */
export const seedOverlay = (): Overlay => ({
  nodes: ['ubuntu', 'vyos01', 'vyos02'].map(name => aNode(name)),
  vteps: [aVtep('10.0.2.1', ['ubuntu']), aVtep('10.0.2.253', ['vyos02']), aVtep('10.0.2.254', ['vyos01'])],
  vnis: [
    {
      vni: 42,
      members: [
        member('ubuntu', '10.0.2.1', '239.1.1.1'),
        member('vyos01', '10.0.2.254', '239.1.1.1'),
        member('vyos02', '10.0.2.253', '239.1.1.1'),
      ],
    },
  ],
  groups: [
    {
      id: 'group:42:239.1.1.1',
      vni: 42,
      address: '239.1.1.1',
      members: ['vtep:10.0.2.1', 'vtep:10.0.2.253', 'vtep:10.0.2.254'],
    },
  ],
  tunnels: [
    aTunnel('10.0.2.1', '10.0.2.254'),
    aTunnel('10.0.2.254', '10.0.2.1'),
    aTunnel('10.0.2.1', '10.0.2.253'),
    aTunnel('10.0.2.253', '10.0.2.1'),
  ],
})

export const VYOS01_MAC = '86:24:26:b2:11:5c'
export const UBUNTU_MAC = 'd6:ff:c1:27:69:a0'

export const seedRows = (): FdbRow[] => [
  aRow('ubuntu', VYOS01_MAC, '10.0.2.254', { dstNodes: ['vyos01'] }),
  aRow('vyos01', UBUNTU_MAC, '10.0.2.1', { dstNodes: ['ubuntu'] }),
  aRow('vyos02', UBUNTU_MAC, '10.0.2.1', { dstNodes: ['ubuntu'], updated: 4 }),
]

export const aDelta = (revision: string, difference: Partial<StreamDelta> = {}): StreamDelta => ({
  revision,
  nodes: { put: [], remove: [] },
  vteps: { put: [], remove: [] },
  vnis: { put: [], remove: [] },
  groups: { put: [], remove: [] },
  tunnels: { put: [], remove: [] },
  fdb: { put: [], remove: [] },
  ...difference,
})

/** Something that happened to the row of a MAC on ubuntu, `seconds` after 14:02:11. */
export const anEvent = (kind: Event['kind'], seconds: number, difference: Partial<Event> = {}): Event => ({
  id: `${kind} ${seconds}`,
  at: new Date(Date.parse('2026-11-22T14:02:11.000Z') + seconds * 1000).toISOString(),
  node: 'ubuntu',
  kind,
  reason: null,
  row: aRow('ubuntu', VYOS01_MAC, '10.0.2.254', { dstNodes: ['vyos01'] }),
  from: null,
  to: null,
  text: 'Something happened.',
  ...difference,
})
