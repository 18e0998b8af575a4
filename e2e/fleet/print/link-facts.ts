import type { LinkState, NodeState } from '../model/state'

/** Which details are asked: `-d`, `-s`, and whether as `ip link` or `ip addr`. */
export interface LinkOptions {
  detail: boolean
  stats: boolean
  object: 'link' | 'addr'
}

/** What every printing of a device's head needs, worked out once. */
export interface LinkFacts {
  flags: string[]
  qdisc: string
  operstate: string
  /** `null`: none is printed. Virtual devices got one with kernel 4.3. */
  txqlen: number | null
  type: string
  broadcast: string
  promiscuity: number
  allmulti: number
  minMtu: number
  maxMtu: number
  infoKind: 'vxlan' | 'bridge' | null
}

const flagsOf = ({ kind, up, carrier }: LinkState): string[] => [
  ...(up && !carrier ? ['NO-CARRIER'] : []),
  ...(kind === 'loopback' ? ['LOOPBACK'] : ['BROADCAST', 'MULTICAST']),
  ...(up ? ['UP'] : []),
  ...(up && carrier ? ['LOWER_UP'] : []),
]

const operstateOf = ({ kind, up, carrier }: LinkState): string => {
  if (!up || !carrier) return 'DOWN'
  return kind === 'loopback' || kind === 'vxlan' ? 'UNKNOWN' : 'UP'
}

const qdiscOf = ({ kind, up }: LinkState): string => {
  if (!up) return 'noop'
  return kind === 'ether' ? 'pfifo_fast' : 'noqueue'
}

export const linkFacts = (state: NodeState, link: LinkState): LinkFacts => {
  const virtual = link.kind !== 'ether'
  const loopback = link.kind === 'loopback'
  return {
    flags: flagsOf(link),
    qdisc: qdiscOf(link),
    operstate: operstateOf(link),
    txqlen: virtual && state.kernel.startsWith('3.') ? null : 1000,
    type: loopback ? 'loopback' : 'ether',
    broadcast: loopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff',
    promiscuity: link.master === null ? 0 : 1,
    allmulti: link.master === null ? 0 : 1,
    minMtu: loopback ? 0 : 68,
    maxMtu: loopback ? 0 : 65535,
    infoKind: link.kind === 'vxlan' || link.kind === 'bridge' ? link.kind : null,
  }
}
