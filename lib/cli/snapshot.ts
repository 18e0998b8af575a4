import type { OverlayAnswer } from '@/lib/model/api'
import type { Group, Node, Overlay, Tunnel, VniMember, Vtep } from '@/lib/model/overlay'
import { EXIT, type Io, writeLine } from './io'
import { headOf, readOverlay, reportNodes } from './read-overlay'
import { type Column, renderTable, styleOf, type TableStyle } from './table'

const NODES: Column<Node>[] = [
  { title: 'NODE', value: node => node.name },
  { title: 'HOST', value: node => node.host },
  { title: 'STATUS', value: node => node.error?.code ?? node.status },
  { title: 'OS', value: node => node.os },
  { title: 'KERNEL', value: node => node.kernel },
  { title: 'IPROUTE2', value: node => node.iproute2 },
]

const VTEPS: Column<Vtep>[] = [
  { title: 'VTEP', value: vtep => vtep.address },
  { title: 'VRF', value: vtep => vtep.underlay },
  { title: 'NODES', value: vtep => vtep.nodes.join(', ') || 'none of ours' },
  { title: 'VNIS', value: vtep => vtep.vnis.join(', ') },
  { title: 'STATE', value: vtep => vtep.state },
]

const MEMBERS: Column<VniMember & { vni: number }>[] = [
  { title: 'VNI', value: member => member.vni, align: 'right' },
  { title: 'NODE', value: member => member.node },
  { title: 'DEVICE', value: member => member.ifname },
  { title: 'VTEP', value: member => addressOf(member.vtep) },
  { title: 'GROUP', value: member => member.group },
  { title: 'PORT', value: member => member.port, align: 'right' },
  { title: 'MTU', value: member => member.mtu, align: 'right' },
  { title: 'LEARNING', value: member => (member.learning === null ? null : member.learning ? 'yes' : 'no') },
]

const GROUPS: Column<Group>[] = [
  { title: 'VNI', value: group => group.vni, align: 'right' },
  { title: 'GROUP', value: group => group.address },
  { title: 'MEMBERS', value: group => group.members.map(addressOf).join(', ') },
]

const TUNNELS: Column<Tunnel>[] = [
  { title: 'VNI', value: tunnel => tunnel.vni, align: 'right' },
  { title: 'FROM', value: tunnel => addressOf(tunnel.from) },
  { title: 'TO', value: tunnel => addressOf(tunnel.to) },
  { title: 'BY', value: tunnel => tunnel.kinds.join(', ') },
  { title: 'MACS', value: tunnel => tunnel.macs, align: 'right' },
  { title: 'WAYS', value: tunnel => (tunnel.oneWay ? 'one way' : null) },
  { title: 'STATE', value: tunnel => tunnel.state },
]

/** `vtep:red/10.0.2.254` as a person says it. */
const addressOf = (vtep: string | null): string | null => vtep?.replace(/^vtep:/, '') ?? null

/** The overlay as tables, one for each kind of thing there is. */
export const renderOverlay = ({ nodes, vteps, vnis, groups, tunnels }: Overlay, style: TableStyle): string => {
  const members = vnis.flatMap(({ vni, members: each }) => each.map(member => ({ ...member, vni })))
  const tables = [
    renderTable(nodes, NODES, style),
    ...(vteps.length > 0 ? [renderTable(vteps, VTEPS, style)] : []),
    ...(members.length > 0 ? [renderTable(members, MEMBERS, style)] : []),
    ...(groups.length > 0 ? [renderTable(groups, GROUPS, style)] : []),
    ...(tunnels.length > 0 ? [renderTable(tunnels, TUNNELS, style)] : []),
  ]
  return tables.join('\n')
}

/** `vxscope snapshot`: every node read once; the body of `/overlay` as JSON, or tables. Gives the exit code. */
export const snapshotCommand = async (given: { configFile: string; json: boolean }, io: Io): Promise<number> => {
  const read = await readOverlay(given.configFile, io)
  if (!read.ok) {
    writeLine(io.stderr, read.error)
    return EXIT.usage
  }
  const body: OverlayAnswer = { ...headOf(read.value), ...read.value.overlay }
  io.stdout.write(given.json ? `${JSON.stringify(body)}\n` : renderOverlay(body, styleOf(io)))
  return reportNodes(read.value, io)
}
