import type { FdbRow, Overlay } from '@/lib/model/overlay'
import { macSelection } from './graph-macs'
import { macDigits, matchesMac } from './mac'

/** Something found; `selection` is what the overlay page is to show for it. */
export interface Hit {
  id: string
  kind: 'node' | 'VTEP' | 'VNI' | 'group' | 'device' | 'MAC'
  label: string
  detail: string
  selection: string | null
  /** VNI to pick when going there. */
  vni: number | null
}

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part)

const LIMIT = 8

/** Which VNI a word means: `42`, `vni42`, `vni:42`, `VNI 42`. */
const vniOf = (text: string): string | null => /^(?:vni[:\s]*)?(\d{1,8})$/i.exec(text)?.[1] ?? null

/** Nodes, VTEPs, VNIs, groups and devices of an overlay that `text` means, the nearest first. */
export const searchOverlay = (overlay: Overlay, text: string): Hit[] => {
  const part = text.trim().toLowerCase()
  if (part === '') return []
  const hits: Hit[] = []
  for (const node of overlay.nodes) {
    const address = node.addresses.find(one => has(one.address, part))
    if (!has(node.name, part) && !has(node.host, part) && address === undefined) continue
    const detail = address === undefined ? (node.os ?? node.host) : `${address.address} on ${address.ifname}`
    hits.push({
      id: `node:${node.name}`,
      kind: 'node',
      label: node.name,
      detail,
      selection: `node:${node.name}`,
      vni: null,
    })
  }
  const wanted = vniOf(part)
  for (const { vni, members } of overlay.vnis) {
    if (wanted === null || !String(vni).startsWith(wanted)) continue
    const nodes = new Set(members.map(member => member.node)).size
    hits.push({ id: `vni:${vni}`, kind: 'VNI', label: `VNI ${vni}`, detail: `${nodes} nodes`, selection: null, vni })
  }
  for (const vtep of overlay.vteps) {
    if (!has(vtep.address, part)) continue
    const detail = vtep.nodes.length === 0 ? 'ghost: no node of ours' : vtep.nodes.join(', ')
    hits.push({ id: vtep.id, kind: 'VTEP', label: vtep.address, detail, selection: vtep.id, vni: null })
  }
  for (const group of overlay.groups) {
    if (!has(group.address, part)) continue
    const detail = `VNI ${group.vni}, ${group.members.length} members`
    hits.push({ id: group.id, kind: 'group', label: group.address, detail, selection: group.id, vni: null })
  }
  hits.push(...searchDevices(overlay, part))
  const exact = (hit: Hit) => (hit.label.toLowerCase() === part || hit.label === `VNI ${wanted}` ? 0 : 1)
  return hits.sort((a, b) => exact(a) - exact(b)).slice(0, LIMIT * 2)
}

const searchDevices = (overlay: Overlay, part: string): Hit[] =>
  overlay.vnis
    .flatMap(({ vni, members }) => members.map(member => ({ vni, ...member })))
    .filter(member => has(member.ifname, part))
    .slice(0, LIMIT)
    .map(({ vni, node, ifname }) => ({
      id: `device:${node}/${ifname}/${vni}`,
      kind: 'device' as const,
      label: `${ifname} on ${node}`,
      detail: `VNI ${vni}`,
      selection: `node:${node}`,
      vni: null,
    }))

/** MACs among FDB rows that `text` means, each once per VNI. */
export const hitsOfRows = (rows: readonly FdbRow[], text: string): Hit[] => {
  const macs = new Map<string, Hit>()
  for (const row of rows) {
    if (row.kind === 'flood' || row.vni === null) continue
    if (macDigits(text) !== null && !matchesMac(row.mac, text) && row.dst?.includes(text) !== true) continue
    const id = macSelection(row.vni, row.mac)
    const at = row.dst === null ? `on ${row.node}` : `at ${row.dstNodes.join(', ') || row.dst}`
    if (!macs.has(id)) {
      macs.set(id, { id, kind: 'MAC', label: row.mac, detail: `VNI ${row.vni}, ${at}`, selection: id, vni: null })
    }
  }
  return [...macs.values()].slice(0, LIMIT)
}
