import type { Overlay, Tunnel } from '@/lib/model/overlay'

const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** Line breaks of a label are Graphviz's own escape, which quoting must not touch. */
const label = (lines: readonly string[]): string => lines.map(line => quote(line).slice(1, -1)).join('\\n')

const STYLE: Record<Tunnel['kinds'][number], string> = {
  learned: 'solid',
  extern: 'bold',
  static: 'bold',
  remote: 'dashed',
  flood: 'dashed',
}

/** Tunnels from one VTEP to another are one edge, whatever their VNIs. */
const gather = (tunnels: readonly Tunnel[]): Tunnel[][] => {
  const pairs = new Map<string, Tunnel[]>()
  for (const tunnel of tunnels) {
    const key = `${tunnel.from} ${tunnel.to}`
    const known = pairs.get(key)
    if (known === undefined) pairs.set(key, [tunnel])
    else known.push(tunnel)
  }
  return [...pairs.values()]
}

const STRONGEST = ['learned', 'extern', 'static', 'remote', 'flood'] as const

const edgeOf = (tunnels: readonly Tunnel[]): string[] => {
  const [first] = tunnels
  if (first === undefined) return []
  const kinds = STRONGEST.filter(kind => tunnels.some(tunnel => tunnel.kinds.includes(kind)))
  const vnis = [...new Set(tunnels.map(tunnel => tunnel.vni))]
  const macs = tunnels.reduce((sum, tunnel) => sum + tunnel.macs, 0)
  const lines = [vnis.length > 3 ? `${vnis.length} VNIs` : `VNI ${vnis.join(', ')}`, kinds.join(', '), `${macs} MACs`]
  const attributes = [
    `label="${label(lines)}"`,
    `style=${STYLE[kinds[0] ?? 'remote']}`,
    ...(tunnels.every(tunnel => tunnel.oneWay) ? ['arrowhead=halfopen'] : []),
    ...(tunnels.some(tunnel => tunnel.state === 'live') ? [] : ['color=gray']),
  ]
  return [`  ${quote(first.from)} -> ${quote(first.to)} [${attributes.join(' ')}]`]
}

/** An overlay in Graphviz's language (graphviz.org, "DOT Language"): a box a VTEP, in its node's cluster; groups as hexagons. */
export const overlayDot = ({ nodes, vteps, groups, tunnels }: Overlay): string => {
  const states = new Map(nodes.map(node => [node.name, node]))
  const clusters = nodes.map((node, at) => {
    const own = vteps.filter(vtep => vtep.nodes[0] === node.name)
    const grey = states.get(node.name)?.state === 'live' ? [] : ['    color=gray fontcolor=gray']
    const boxes = own.length === 0 ? [`    ${quote(`node:${node.name}`)} [label="no VTEP" style=dotted]`] : []
    const lines = own.map(vtep => `    ${quote(vtep.id)} [label="${label([vtep.address])}"]`)
    return [`  subgraph cluster_${at} {`, `    label=${quote(node.name)}`, ...grey, ...boxes, ...lines, '  }'].join(
      '\n',
    )
  })
  const ghosts = vteps
    .filter(vtep => vtep.nodes.length === 0)
    .map(vtep => `  ${quote(vtep.id)} [label="${label([vtep.address, 'ghost'])}" style=dashed]`)
  const hubs = groups.flatMap(group => [
    `  ${quote(group.id)} [label="${label([group.address, `VNI ${group.vni}`])}" shape=hexagon]`,
    ...group.members.map(member => `  ${quote(member)} -> ${quote(group.id)} [style=dotted dir=none]`),
  ])
  return [
    'digraph overlay {',
    '  node [shape=box fontname="monospace"]',
    '  edge [fontname="sans-serif" fontsize=10]',
    ...clusters,
    ...ghosts,
    ...hubs,
    ...gather(tunnels).flatMap(edgeOf),
    '}',
    '',
  ].join('\n')
}
