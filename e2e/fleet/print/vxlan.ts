import type { Iproute2Release, VxlanState } from '../model/state'
import type { Field } from './fields'

const field = (key: string, value: Field['value'], text: string | null): Field => ({ key, value, text })

/** JSON tells the family in the key: `group` or `group6`. */
const address = (name: string, value: string | null): Field[] =>
  value === null ? [] : [field(value.includes(':') ? `${name}6` : name, value, `${name} ${value}`)]

/** The device's port range is an object in JSON. */
const portRange = ([low, high]: VxlanState['srcPort']) => ({ port_range: { low, high } })

const ttlText = (ttl: number): string => `ttl ${ttl === 0 ? 'auto' : ttl}`

type Printed = { json: Record<string, unknown>; text: string }

const join = (...texts: (string | null | false)[]): string => texts.map(text => (text ? `${text} ` : '')).join('')

const endpoints = ({ group, remote, local, dev }: VxlanState): Field[] => [
  ...address('group', group),
  ...address('remote', remote),
  ...address('local', local),
  ...(dev === null ? [] : [field('link', dev, `dev ${dev}`)]),
]

const jsonOf = (fields: readonly Field[]) => Object.fromEntries(fields.map(({ key, value }) => [key, value]))
const textOf = (fields: readonly Field[]) => fields.map(({ text }) => text).join(' ')

/** 3.12: `port LO HI` is the source range, the destination port isn't printed, and of `external` it knows nothing. */
const print2014 = (vxlan: VxlanState): Printed => ({
  json: {},
  text: join(
    `vxlan id ${vxlan.vni ?? 0}`,
    textOf(endpoints(vxlan)),
    `port ${vxlan.srcPort.join(' ')}`,
    !vxlan.learning && 'nolearning',
    vxlan.ttl > 0 && `ttl ${vxlan.ttl}`,
    `ageing ${vxlan.ageing}`,
  ),
})

/** 5.19 to 6.3: `vnifilter` is glued to what follows. */
const print6 = (vxlan: VxlanState): Printed => ({
  json: {
    ...(vxlan.external ? { external: true } : {}),
    ...(vxlan.vnifilter ? { vnifilter: true } : {}),
    id: vxlan.vni ?? 0,
    ...jsonOf(endpoints(vxlan)),
    ...portRange(vxlan.srcPort),
    port: vxlan.port,
    learning: vxlan.learning,
    ttl: vxlan.ttl,
    df: 'unset',
    ageing: vxlan.ageing,
    udp_csum: true,
    udp_zero_csum6_tx: false,
    udp_zero_csum6_rx: false,
  },
  text: join(
    'vxlan',
    vxlan.external && 'external',
    `${vxlan.vnifilter ? 'vnifilter' : ''}id ${vxlan.vni ?? 0}`,
    textOf(endpoints(vxlan)),
    `srcport ${vxlan.srcPort.join(' ')} dstport ${vxlan.port}`,
    !vxlan.learning && 'nolearning',
    `${ttlText(vxlan.ttl)} ageing ${vxlan.ageing} udpcsum noudp6zerocsumtx noudp6zerocsumrx`,
  ),
})

const RESERVED_BITS = '0xf7ffffff000000ff'

/** From 6.4: switches come last, and those at their default are silent. */
const print7 = (vxlan: VxlanState): Printed => ({
  json: {
    id: vxlan.vni ?? 0,
    ...jsonOf(endpoints(vxlan)),
    ...portRange(vxlan.srcPort),
    port: vxlan.port,
    ttl: vxlan.ttl,
    df: 'unset',
    ageing: vxlan.ageing,
    reserved_bits: RESERVED_BITS,
    external: vxlan.external,
    ...(vxlan.vnifilter ? { vnifilter: true } : {}),
    learning: vxlan.learning,
    proxy: false,
    rsc: false,
    l2miss: false,
    l3miss: false,
    udp_csum: true,
    udp_zero_csum6_tx: false,
    udp_zero_csum6_rx: false,
    remcsum_tx: false,
    remcsum_rx: false,
    localbypass: true,
  },
  text: join(
    `vxlan id ${vxlan.vni ?? 0}`,
    textOf(endpoints(vxlan)),
    `srcport ${vxlan.srcPort.join(' ')} dstport ${vxlan.port}`,
    `${ttlText(vxlan.ttl)} ageing ${vxlan.ageing} reserved_bits ${RESERVED_BITS}`,
    vxlan.external && 'external',
    vxlan.vnifilter && 'vnifilter',
    !vxlan.learning && 'nolearning',
  ),
})

const PRINTERS: Record<Iproute2Release, (vxlan: VxlanState) => Printed> = {
  '3.12.0': print2014,
  '6.1.0': print6,
  '7.1.0': print7,
}

/** A VXLAN device's attributes as `info_data` and as the line's words after `vxlan ` (iproute2 ip/iplink_vxlan.c). */
export const printVxlan = (vxlan: VxlanState, release: Iproute2Release): Printed => PRINTERS[release](vxlan)
