import type { Scenario, ScenarioNode, ScenarioVxlan } from '@/e2e/lab/scenario'

/** Somebody who talks in a VNI: a node itself, or a host behind a bridge of one. */
export interface Talker {
  machine: string
  node: string
  mac: string
  ip: string
  vni: number
  /** Its node's VXLAN device, and the device that this goes by. */
  device: string
  underlay: string
  /** Whose neighbour entries it sends by. */
  stack: string
}

const bare = (prefix: string | undefined): string => prefix?.split('/')[0] ?? ''

const underlayOf = ({ links }: ScenarioNode, { dev, local }: ScenarioVxlan): string =>
  dev ?? links.find(({ addresses }) => addresses.some(each => bare(each) === local))?.name ?? ''

const behind = (node: ScenarioNode, device: ScenarioVxlan): Pick<Talker, 'machine' | 'mac' | 'ip' | 'stack'>[] => {
  const bridge = node.bridges.find(({ name }) => name === device.bridge)
  const own = bridge ?? device
  const hosts = bridge ? node.hosts.filter(host => host.bridge === bridge.name) : []
  return [
    { machine: node.name, mac: own.mac ?? '', ip: bare(own.addresses[0]), stack: own.name },
    ...hosts.map(({ name, mac = '', addresses }) => ({ machine: name, mac, ip: bare(addresses[0]), stack: 'eth0' })),
  ].filter(({ mac, ip }) => mac !== '' && ip !== '')
}

/** All of a scenario that can talk, by VNI. */
export const talkersOf = ({ nodes }: Scenario): Map<number, Talker[]> => {
  const talkers = nodes.flatMap(node =>
    node.vxlans.flatMap(device => {
      const { vni, name } = device
      if (vni === undefined) return []
      const place = { node: node.name, vni, device: name, underlay: underlayOf(node, device) }
      return behind(node, device).map((who): Talker => ({ ...place, ...who }))
    }),
  )
  const byVni = new Map<number, Talker[]>()
  for (const talker of talkers) byVni.set(talker.vni, [...(byVni.get(talker.vni) ?? []), talker])
  return byVni
}

export const isNode = ({ machine, node }: Talker): boolean => machine === node
