import type { Snapshot } from '@/lib/bus'
import type { VniMember } from '@/lib/model/overlay'
import type { Place } from '@/lib/model/probe'
import type { Link, Reading } from '@/lib/model/reading'
import { isInPrefix } from '@/lib/overlay'
import { isCapturable } from '@/lib/platform'

type State = Pick<Snapshot, 'overlay' | 'readings'>

/** Where a member of a VNI is captured: its underlay device, its port, its address. */
export interface CaptureTarget {
  node: string
  ifname: string
  ports: number[]
}

/** IANA's and the kernel's default, where a device doesn't tell. */
const USUAL_PORTS = [4789, 8472]

const membersOf = ({ overlay }: State, vni: number): VniMember[] =>
  overlay.vnis.find(each => each.vni === vni)?.members ?? []

/** The device that a VXLAN device sends by; `any` where it isn't known, or has a name that nobody gives a device. */
const underlayDevice = (
  reading: Reading | undefined,
  { ifname, vtep }: VniMember,
  overlay: State['overlay'],
): string => {
  const own = reading?.links.find(link => link.ifname === ifname)
  const address = overlay.vteps.find(({ id }) => id === vtep)?.address
  const lower =
    own?.link ?? reading?.links.find(({ addresses }) => addresses.some(each => each.address === address))?.ifname
  return lower && isCapturable(lower) ? lower : 'any'
}

/** One for each node that has the VNI. A node with several devices in it is captured on all of theirs. */
export const captureTargets = (state: State, vni: number): CaptureTarget[] => {
  const targets = new Map<string, CaptureTarget>()
  for (const member of membersOf(state, vni)) {
    const { node, port } = member
    const ifname = underlayDevice(state.readings.get(node), member, state.overlay)
    const before = targets.get(node)
    const ports = [...(before?.ports ?? []), ...(port === null ? USUAL_PORTS : [port])]
    const device = before && before.ifname !== ifname ? 'any' : ifname
    targets.set(node, { node, ifname: device, ports: [...new Set(ports)].sort((a, b) => a - b) })
  }
  return [...targets.values()]
}

/** VTEPs of the VNI that nodes of ours have. */
export const memberPlaces = (state: State, vni: number): Place[] => {
  const vteps = new Set(membersOf(state, vni).map(({ vtep }) => vtep))
  return state.overlay.vteps.filter(({ id }) => vteps.has(id)).map(({ address, nodes }) => ({ address, nodes }))
}

export const groupsOf = ({ overlay }: State, vni: number): string[] =>
  overlay.groups.filter(group => group.vni === vni).map(({ address }) => address)

/** Nodes behind an outer address: those that have it as a VTEP, or have joined it as a group of that VNI. */
export const nodesBehind = ({ overlay }: State, vni: number, address: string): string[] => {
  const group = overlay.groups.find(each => each.vni === vni && each.address === address)
  const nodes = overlay.vteps
    .filter(vtep => (group ? group.members.includes(vtep.id) : vtep.address === address))
    .flatMap(vtep => vtep.nodes)
  return [...new Set(nodes)]
}

/** What of a bridge, and what stands on it, leads into a VNI: the device itself, its bridge, VLANs of that. */
const devicesInto = ({ links }: Reading, ifname: string): Link[] => {
  const own = links.find(link => link.ifname === ifname)
  const master = own?.master ?? null
  return links.filter(
    link => link.ifname === ifname || (master !== null && (link.ifname === master || link.link === master)),
  )
}

/** From which device of a node an address in the overlay of a VNI is reached, and by which address and MAC. */
export interface ProbeSource {
  ifname: string
  address: string
  mac: string | null
}

/** `null`: the node has no address of its own in that overlay that `to` could answer. */
export const probeSource = (state: State, node: string, vni: number, to: string): ProbeSource | null => {
  const reading = state.readings.get(node)
  if (!reading) return null
  const devices = membersOf(state, vni)
    .filter(member => member.node === node)
    .flatMap(({ ifname }) => devicesInto(reading, ifname))
  for (const { ifname, mac, addresses } of devices) {
    const own = addresses.find(each => isInPrefix(to, each))
    if (own && isCapturable(ifname)) return { ifname, address: own.address, mac }
  }
  return null
}
