import type { AddressState, LinkState, NodeState } from '../model/state'
import { bridgeFields, fieldsText, portFields, tailFields } from './fields'
import { type LinkFacts, type LinkOptions, linkFacts } from './link-facts'
import { printVxlan } from './vxlan'

const headLine = (link: LinkState, facts: LinkFacts, { object }: LinkOptions): string =>
  [
    `${link.ifindex}: ${link.ifname}: <${facts.flags.join(',')}> mtu ${link.mtu} qdisc ${facts.qdisc}`,
    link.master === null ? '' : ` master ${link.master}`,
    ` state ${facts.operstate}${object === 'link' ? ' mode DEFAULT' : ''} group default`,
    facts.txqlen === null ? '' : ` qlen ${facts.txqlen}`,
    '\n',
  ].join('')

const kindWords = (state: NodeState, link: LinkState): string => {
  if (link.vxlan) return printVxlan(link.vxlan, state.iproute2).text
  return `bridge ${fieldsText(bridgeFields(link, state.iproute2))}`
}

/** 3.12 knows no details but promiscuity (in `ip link` alone) and the words of a kind. */
const details2014 = (state: NodeState, link: LinkState, facts: LinkFacts, { object }: LinkOptions): string => {
  if (object === 'addr') return '\n'
  const kind = facts.infoKind === null ? '' : `    ${link.vxlan ? kindWords(state, link) : 'bridge '}\n`
  return ` promiscuity ${facts.promiscuity} \n${kind}`
}

/** The words that close a device's details stand on its last line, whichever that is. */
const details = (state: NodeState, link: LinkState, facts: LinkFacts, options: LinkOptions): string => {
  const gap = state.iproute2 === '6.1.0' ? '  ' : ' '
  const immutable = state.iproute2 === '7.1.0' && (link.kind === 'loopback' || link.kind === 'bridge')
  return [
    ` promiscuity ${facts.promiscuity}${gap}allmulti ${facts.allmulti} minmtu ${facts.minMtu} maxmtu ${facts.maxMtu} `,
    immutable ? 'netns-immutable ' : '',
    facts.infoKind === null ? '' : `\n    ${kindWords(state, link)}`,
    link.master === null ? '' : `\n    bridge_slave ${fieldsText(portFields(state, link))}`,
    fieldsText(tailFields(state.iproute2, options.object === 'link')),
    '\n',
  ].join('')
}

/** An address as it stands under its device. */
export const addressLines = (ifname: string, { address, prefixlen, scope }: AddressState): string => {
  const line = address.includes(':')
    ? `    inet6 ${address}/${prefixlen} scope ${scope} `
    : `    inet ${address}/${prefixlen} scope ${scope} ${ifname}`
  return `${line}\n       valid_lft forever preferred_lft forever\n`
}

const STATS = `    RX:  bytes packets errors dropped  missed   mcast           
             0       0      0       0       0       0 
    TX:  bytes packets errors dropped carrier collsns           
             0       0      0       0       0       0 
`

const STATS_2014 = `    RX: bytes  packets  errors  dropped overrun mcast   
    0          0        0       0       0       0      
    TX: bytes  packets  errors  dropped carrier collsns 
    0          0        0       0       0       0      
`

/** One device as `ip [-d] [-s] link|addr show` prints it in text (iproute2 ip/ipaddress.c). */
export const linkText = (state: NodeState, link: LinkState, options: LinkOptions): string => {
  const facts = linkFacts(state, link)
  const old = state.iproute2 === '3.12.0'
  const printDetails = old ? details2014 : details
  return [
    headLine(link, facts, options),
    `    link/${facts.type} ${link.mac} brd ${facts.broadcast}`,
    options.detail ? printDetails(state, link, facts, options) : '\n',
    link.alias === null ? '' : `    alias ${link.alias}\n`,
    options.stats ? (old ? STATS_2014 : STATS) : '',
    options.object === 'addr' ? link.addresses.map(address => addressLines(link.ifname, address)).join('') : '',
  ].join('')
}
