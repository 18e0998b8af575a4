import type { FdbKind, Node, TunnelKind } from '@/lib/model/overlay'
import { formatCount } from './time'

type Tone = 'ok' | 'warn' | 'bad' | 'idle'

/** A node's status in a word and a tone. A node that answers but whose reading is old is stale, whatever its connection. */
export const statusOf = (
  node: Pick<Node, 'status' | 'state'> & Partial<Pick<Node, 'error'>>,
): { word: string; tone: Tone } => {
  if (node.error?.code === 'notRecorded') return { word: 'not followed', tone: 'warn' }
  if (node.status === 'refused') return { word: 'refused', tone: 'bad' }
  if (node.status === 'unreachable') return { word: 'not reached', tone: 'bad' }
  if (node.status === 'connecting') return { word: 'connecting', tone: 'idle' }
  return node.state === 'live' ? { word: 'live', tone: 'ok' } : { word: node.state, tone: 'warn' }
}

/** The same of a moment of the past: nothing in it is live, and a node nobody followed then had no status. */
export const statusThen = (node: Pick<Node, 'status' | 'state'>): { word: string; tone: Tone } => {
  if (node.status === 'connecting') return { word: 'not followed', tone: 'warn' }
  const status = statusOf(node)
  return status.word === 'live' ? { ...status, word: 'was live' } : status
}

export const PLATFORM: Record<Node['platform'], string> = {
  vyos: 'VyOS',
  linux: 'Linux',
  ovs: 'Open vSwitch',
  unknown: 'not known yet',
}

/** What an engineer calls each reason for a tunnel. */
export const TUNNEL_WORD: Record<TunnelKind, string> = {
  learned: 'learned',
  extern: 'EVPN',
  static: 'static',
  remote: 'remote',
  flood: 'flood list',
}

/** Why each reason is believed, in one line. */
export const TUNNEL_MEANS: Record<TunnelKind, string> = {
  learned:
    'A frame from a MAC behind that VTEP came in, so the kernel sends to it by unicast until the entry ages out.',
  extern: 'A control plane outside the kernel put the entry there (extern_learn): FRR’s EVPN, as a rule.',
  static: 'Somebody wrote the entry by hand; it doesn’t age.',
  remote: 'The device was set up with this one remote; everything it doesn’t know goes there.',
  flood:
    'The all-zero MAC points there: broadcast, unknown and multicast frames are copied to it (head-end replication).',
}

export const KIND_MEANS: Record<FdbKind, string> = {
  learned: 'learned from a frame; ages out',
  static: 'written by hand; doesn’t age',
  permanent: 'the device’s own or added for good; doesn’t age',
  extern: 'from a control plane (extern_learn), EVPN as a rule',
  flood: 'all-zero MAC: where unknown and broadcast frames go',
}

/** One line for each word of the field, for who meets it first here. */
export const MEANS = {
  vtep: 'VXLAN tunnel endpoint: the underlay address that wraps frames into UDP and unwraps them.',
  vni: 'VXLAN network identifier: the 24-bit number that keeps overlays apart.',
  ghost: 'An address that nodes send to, and that no node of the inventory has.',
  group: 'Multicast group: frames with no known place (broadcast, unknown, multicast) go to every member.',
  learning: 'Whether the kernel notes, from frames that come in, behind which VTEP a MAC is.',
  port: 'UDP destination port. The kernel’s own default is 8472, IANA’s is 4789: two ends that differ never hear each other.',
  mtu: 'Greatest packet the device takes; VXLAN adds 50 bytes over IPv4, 70 over IPv6.',
  ageing: 'Seconds without refresh after which the kernel drops a learned entry.',
  updated: 'Seconds since the entry was last learned or refreshed by a frame that came in.',
  used: 'Seconds since the entry was last looked up to send a frame.',
} as const

/** How changes of a node come here, and how many of them only a reading told. */
export const watchWords = ({ watch, missed }: Pick<Node, 'watch' | 'missed'>): string => {
  if (watch === 'none') return '–'
  if (watch === 'poll') return 'by polling'
  return missed === 0 ? 'at once' : `at once, ${formatCount(missed)} missed`
}
