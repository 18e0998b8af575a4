import type { Persist } from '@/lib/model/change'
import type { NodeOptions } from '@/lib/model/node-options'
import type { Method, PlanNode, PlanWarning } from '@/lib/model/plan'
import type { CommonField, OwnField } from './change-form'

/** What each field is for, in a line where it stands. */
export const FIELD_MEANS: Record<CommonField | OwnField, string> = {
  vni: 'The 24-bit number that keeps overlays apart.',
  group: 'Frames with no known place go to this multicast address; each member hears them.',
  port: 'UDP port. Ends on different ports never hear each other.',
  mtu: 'Greatest packet inside: the underlay’s less the 50 bytes VXLAN adds, 70 over IPv6.',
  ttl: 'Of the outer packet. 1 stays in the segment, 0 leaves it to the kernel.',
  tos: 'Of the outer packet: 0 to 255, 1 takes that of the packet inside.',
  df: 'Whether the outer packet may be fragmented on its way.',
  learning: 'Whether the kernel notes behind which VTEP a MAC is. Off where EVPN tells it.',
  ageing: 'Seconds without refresh after which a learned MAC is dropped: 300 unless told.',
  description: 'For people, on the device itself.',
  name: 'Its name on the node.',
  link: 'Sends by this device, from its address.',
  local: 'The address to send from. Empty: that of the underlay device.',
  addresses: 'Of the node inside the overlay, with prefix length. Empty for a bridge’s port.',
  remotes: 'Each other end’s address: a copy of every broadcast goes to each.',
  bridge: 'The bridge this becomes a port of.',
  vlan: 'Of the bridge, untagged on this port.',
  persist: 'Whether it is there after a restart.',
}

/** How a way to keep a device is called in a choice. */
export const persistWord = (value: Persist, isVyos: boolean): string => {
  if (value === 'vyos') return 'commit and save'
  if (value === 'none') return isVyos ? 'commit, not saved' : 'until restart'
  return value
}

/** What becomes of the node's configuration. */
export const PERSIST_MEANS: Record<Persist, string> = {
  vyos: 'In VyOS’s configuration, saved: there after a restart.',
  none: 'Gone after a restart.',
  netplan: 'A file of its own in /etc/netplan; netplan apply brings up all that its files say.',
  networkd: 'Files of its own in /etc/systemd/network, taken up when networkd starts next.',
}

/** How a node is told. */
export const METHOD_WORD: Record<Method, string> = {
  'vyos1.1': 'VyOS 1.1 configuration session',
  'vyos1.2': 'VyOS 1.2 configuration session',
  'vyos1.3': 'VyOS 1.3 configuration session',
  'vyos1.4': 'VyOS configuration session, 1.4 and later',
  linux: 'iproute2 commands',
}

const OF_OVERLAY = ['vni', 'group', 'port', 'mtu', 'remotes', 'link', 'local', 'addresses', 'bridge']
const LEAVES = / leaves VNI /

/** Whether a warning is about the overlay, which others share, and not about this node's own affairs. */
export const isOverlayWarning = ({ field, message }: PlanWarning): boolean =>
  field === null ? LEAVES.test(message) : OF_OVERLAY.includes(field)

const ACTION: Record<PlanNode['action'], string> = { create: 'adds', update: 'changes', delete: 'removes' }
export const actionWords = ({ action, name }: Pick<PlanNode, 'action' | 'name'>): string => `${ACTION[action]} ${name}`

const one = (address: string | null, dev: string | null): string =>
  [address, dev === null ? null : `on ${dev}`].filter(part => part !== null).join(' ')

/** By which way we reach a node, as it sees it. */
export const pathWords = ({ path }: Pick<NodeOptions, 'path'>): string =>
  path.server === null && path.dev === null ? 'not told by the node' : one(path.server, path.dev)
