import type { ChangeNode } from '@/lib/model/change'
import type { Link, Reading } from '@/lib/model/reading'
import { type Case, type Finding, findings, linkOf, refuse, warn } from './finding'
import { configOfDevice } from './vyos'

/** Whether the device that a change names is one that we may touch: a VXLAN device of that name and VNI, or none. */
export const checkTarget = (change: ChangeNode, reading: Reading): Finding[] => {
  const link = linkOf(reading, change.name)
  if (change.action === 'create') {
    return findings(
      link !== undefined &&
        refuse('name', `${change.name} is there already${link.kind === null ? '' : `: a ${link.kind} device`}`),
    )
  }
  if (!link) return [refuse('name', `there is no ${change.name}`)]
  if (link.kind !== 'vxlan' || !link.vxlan) return [refuse('name', `${change.name} is no VXLAN device`)]
  if (link.vxlan.external)
    return [refuse('name', `${change.name} takes its VNIs per packet (external), which isn't changed here`)]
  const { vni } = link.vxlan
  if (vni === null) return [refuse('name', `the node does not tell the VNI of ${change.name}`)]
  return findings(
    change.vni !== undefined &&
      change.vni !== vni &&
      refuse('vni', `${change.name} has VNI ${vni}; another VNI is another device: delete this one and create that`),
  )
}

/** Words of a device's `vxlan …` line that a plan carries over, with how many words follow them. */
const CARRIED: Readonly<Record<string, number>> = {
  id: 1,
  group: 1,
  remote: 1,
  local: 1,
  dev: 1,
  dstport: 1,
  // Its source ports, as releases of 2014 print them: the kernel's own range.
  port: 2,
  ttl: 1,
  tos: 1,
  df: 1,
  ageing: 1,
  learning: 0,
  nolearning: 0,
}
/** Words that are there or not by the kernel's own default, in either spelling. */
const DEFAULTS =
  /^(?:udpcsum|udp_csum|noudp6zerocsum[rt]x|noudp_zero_csum6_[rt]x|localbypass|addrgenmode|eui64|numtxqueues|numrxqueues|gso_\w+|gro_\w+|tso_\w+)$/
/** Words that `ip link add` takes as they are printed. */
const AS_PRINTED: Readonly<Record<string, number>> = {
  srcport: 2,
  flowlabel: 1,
  maxaddr: 1,
  proxy: 0,
  rsc: 0,
  l2miss: 0,
  l3miss: 0,
  gbp: 0,
  noudpcsum: 0,
  udp6zerocsumtx: 0,
  udp6zerocsumrx: 0,
  nolocalbypass: 0,
}
const SPELLED: Readonly<Record<string, string>> = {
  maxaddr: 'maxaddress',
  noudp_csum: 'noudpcsum',
  udp_zero_csum6_tx: 'udp6zerocsumtx',
  udp_zero_csum6_rx: 'udp6zerocsumrx',
}

/** Options of a device beyond those of a `Change`: words that make them again, and words that nothing here knows. */
export const otherOptions = ({ evidence }: Link): { more: string[]; unknown: string[] } => {
  const words = evidence.split(/\s+/).filter(word => word !== '')
  const [more, unknown]: [string[], string[]] = [[], []]
  for (let at = words[0] === 'vxlan' ? 1 : 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const spelled = SPELLED[word] ?? word
    const taken = CARRIED[word] ?? AS_PRINTED[word] ?? AS_PRINTED[spelled] ?? 0
    const values = words.slice(at + 1, at + 1 + taken)
    const isDefault = word === 'srcport' && values.join(' ') === '0 0'
    if (Object.hasOwn(AS_PRINTED, word) || Object.hasOwn(SPELLED, word)) {
      if (!isDefault) more.push(spelled, ...values)
    } else if (!Object.hasOwn(CARRIED, word) && !DEFAULTS.test(word) && !/^\d+$/.test(word)) unknown.push(word)
    at += taken
  }
  return { more, unknown }
}

const lost = (count: number, one: string, many: string, what: string): string =>
  count === 1 ? `1 ${one} ${what} is lost` : `${count} ${many} ${what} are lost`

/** What is lost when a device goes, for good or to be made anew. */
export const checkLoss = ({ reading, system, link, change, goes, before, wanted, dialect, peers }: Case): Finding[] => {
  if (!goes || !link || !before) return []
  const onIt = reading.links.filter(other => other.link === link.ifname && other.ifname !== link.ifname)
  const entries = reading.fdb.filter(
    ({ ifname, nhid, dst }) => ifname === link.ifname && (dst !== null || nhid !== null),
  )
  const learned = entries.filter(
    ({ state, flags, mac }) => state === '' && !flags.includes('extern_learn') && !mac.startsWith('00:00:00:00'),
  )
  const extern = entries.filter(({ flags }) => flags.includes('extern_learn'))
  const { unknown } = otherOptions(link)
  const ends = peers.map(({ node }) => node).join(', ')
  const hasMac = configOfDevice(system.vyos.config ?? [], change.name).some(([, , leaf]) => leaf === 'mac')
  return findings(
    onIt.length > 0 &&
      refuse(
        'name',
        `${onIt.map(({ ifname }) => ifname).join(', ')} stand${onIt.length === 1 ? 's' : ''} on ${link.ifname} and would go with it`,
      ),
    wanted !== null && warn('', `${link.ifname} can't be changed so in place: it is deleted and made anew`),
    dialect !== null &&
      !hasMac &&
      warn('', `made anew, also by an undo, ${link.ifname} has another MAC address: VyOS makes one up each time`),
    learned.length > 0 &&
      warn(
        '',
        `${lost(learned.length, 'learned MAC', 'learned MACs', `of ${link.ifname}`)}${wanted === null ? '' : ', to be learned again from traffic'}`,
      ),
    extern.length > 0 &&
      warn(
        '',
        `${lost(extern.length, 'entry', 'entries', 'put there from outside the kernel (EVPN)')}${wanted === null ? '' : '; whoever put them there must do so again'}`,
      ),
    wanted === null &&
      peers.length > 0 &&
      warn('', `${change.node} leaves VNI ${before.vni}, which ${ends} still ${peers.length === 1 ? 'has' : 'have'}`),
    dialect === null &&
      warn('', `routes over ${link.ifname} go with it, and no undo brings back those that were added by hand`),
    dialect === null &&
      unknown.length > 0 &&
      (wanted === null ? warn : refuse)(
        'name',
        `${link.ifname} has options that are not known here and would be lost: ${unknown.join(' ').slice(0, 120)}`,
      ),
  )
}
