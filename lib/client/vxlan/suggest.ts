import type { NodeOptions, PresentDevice } from '@/lib/model/node-options'
import type { Overlay, VniMember } from '@/lib/model/overlay'
import { isMulticast } from '@/lib/overlay/addresses'
import type { ChangeForm, NodePart } from './change-form'

const IANA_PORT = 4789
/** Bytes that VXLAN adds over IPv4 and over IPv6 (RFC 7348 §5). */
const OVERHEAD = { v4: 50, v6: 70 }
const USUAL_MTU = 1500

/** What all have; `null` where they differ or nobody tells. */
export const agreed = <Value>(values: readonly (Value | null)[]): Value | null => {
  const told = new Set(values.filter(value => value !== null))
  const [only] = told
  return told.size === 1 && only !== undefined ? only : null
}

export const membersOf = (overlay: Overlay, vni: number | null): VniMember[] =>
  overlay.vnis.find(each => each.vni === vni)?.members ?? []

/** `vxlan100` for VNI 100 where that is free, else the next number that is. */
const freeName = (options: NodeOptions, vni: number | null): string => {
  let number = vni ?? 0
  while (options.names.includes(`vxlan${number}`)) number++
  return `vxlan${number}`
}

/** A group that no other VNI uses, beside those in use: its last number is the VNI's. */
const freeGroup = ({ groups }: Overlay, vni: number | null): string => {
  const [first] = groups
  if (first === undefined || vni === null || first.address.includes(':')) return ''
  const group = [...first.address.split('.').slice(0, 3), String(vni % 256)].join('.')
  return vni % 256 === 0 || groups.some(({ address }) => address === group) ? '' : group
}

const floodsBy = (members: readonly VniMember[], overlay: Overlay, nodes: readonly NodeOptions[]) => {
  if (members.length > 0) return members.some(({ group }) => group !== null) ? ('group' as const) : ('remotes' as const)
  const can = nodes.every(({ limits }) => (limits?.remotes ?? 0) >= nodes.length - 1)
  return overlay.groups.length > 0 || !can ? ('group' as const) : ('remotes' as const)
}

const clamp = (value: number, [low, high]: readonly [number, number]): number => Math.min(high, Math.max(low, value))

const mtuFor = (
  members: readonly VniMember[],
  nodes: readonly NodeOptions[],
  links: readonly string[],
  v6: boolean,
) => {
  const room = Math.min(
    ...nodes.map(({ underlays }, at) => underlays.find(({ ifname }) => ifname === links[at])?.mtu ?? USUAL_MTU),
  )
  const most = (Number.isFinite(room) ? room : USUAL_MTU) - (v6 ? OVERHEAD.v6 : OVERHEAD.v4)
  const common = agreed(members.map(({ mtu }) => mtu))
  const wanted = common !== null && common <= most ? common : most
  return nodes.reduce((mtu, { limits }) => (limits === null ? mtu : clamp(mtu, limits.mtu)), wanted)
}

/** Of the VNI's other ends, by what they send from. */
const endsOf = (node: string, members: readonly VniMember[], overlay: Overlay): string[] =>
  members
    .filter(member => member.node !== node)
    .flatMap(({ vtep }) => overlay.vteps.find(({ id }) => id === vtep)?.address ?? [])

export type Suggested = Pick<ChangeForm, 'flood' | 'group' | 'port' | 'mtu'> & {
  parts: Map<string, Pick<NodePart, 'name' | 'link' | 'remotes' | 'persist'>>
}

/** What a new device is sensibly given on these nodes: as the VNI's members have it, and as each node's underlay allows. */
export const suggest = (vni: number | null, nodes: readonly NodeOptions[], overlay: Overlay): Suggested => {
  const members = membersOf(overlay, vni)
  const fixed = nodes.map(({ limits }) => limits?.fixedPort ?? null).find(port => port !== null)
  const links = nodes.map(({ underlays }) => underlays.find(({ up, addresses }) => up && addresses.length > 0))
  const own = (at: number): string[] => links[at]?.addresses.filter(address => !isMulticast(address)).slice(0, 1) ?? []
  const group = agreed(members.map(each => each.group)) ?? (members.length === 0 ? freeGroup(overlay, vni) : '')
  const parts = nodes.map((options, at) => {
    const others = nodes.flatMap((_, other) => (other === at ? [] : own(other)))
    const remotes = [...new Set([...endsOf(options.node, members, overlay), ...others])]
    const part = {
      name: freeName(options, vni),
      link: links[at]?.ifname ?? '',
      remotes: remotes.join(' '),
      persist: options.persist[0]?.value ?? '',
    }
    return [options.node, part] as const
  })
  return {
    flood: floodsBy(members, overlay, nodes),
    group,
    port: String(fixed ?? agreed(members.map(({ port }) => port)) ?? IANA_PORT),
    mtu: String(
      mtuFor(
        members,
        nodes,
        links.map(link => link?.ifname ?? ''),
        group.includes(':'),
      ),
    ),
    parts: new Map(parts),
  }
}

const EMPTY = {
  vni: '',
  group: '',
  port: '',
  mtu: '',
  ttl: '',
  tos: '',
  df: '',
  learning: '',
  ageing: '',
  description: '',
}

export const EMPTY_FORM: ChangeForm = { ...EMPTY, flood: 'group', nodes: [] }

export const emptyPart = (node: string): NodePart => ({
  ...{ node, name: '', link: '', local: '', addresses: '', remotes: '', bridge: '', vlan: '', persist: '' },
})

const text = (value: string | number | null): string => (value === null ? '' : String(value))

/** Devices as they are, to be changed: a setting that differs between them is left empty, and stays so. */
export const formOf = (devices: readonly { node: string; device: PresentDevice }[]): ChangeForm => {
  const same = (read: (device: PresentDevice) => string | number | null): string => {
    const told = new Set(devices.map(({ device }) => text(read(device))))
    const [only = ''] = told
    return told.size === 1 ? only : ''
  }
  return {
    vni: same(({ vni }) => vni),
    flood: devices.some(({ device }) => device.group !== null) ? 'group' : 'remotes',
    group: same(({ group }) => group),
    port: same(({ port }) => port),
    mtu: same(({ mtu }) => mtu),
    ttl: same(({ ttl }) => ttl),
    tos: same(({ tos }) => tos),
    df: same(({ df }) => df),
    learning: same(device => (device.learning === null ? null : device.learning ? 'on' : 'off')),
    ageing: same(({ ageing }) => ageing),
    description: same(({ description }) => description),
    nodes: devices.map(({ node, device }) => ({
      node,
      name: device.name,
      link: device.link ?? '',
      local: device.local ?? '',
      addresses: device.addresses.join(' '),
      remotes: device.remotes.join(' '),
      bridge: device.bridge ?? '',
      vlan: '',
      persist: device.persist,
    })),
  }
}
