import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { Inventory } from '@/lib/model/inventory'
import { inventoryText, knownHostLines, nodePorts } from './access'
import { Scenario } from './scenario'
import { seed2014 } from './scenarios/seed-2014'

const seed = Scenario.parse(seed2014)

it('writes an inventory that vxscope takes', () => {
  const inventory = Inventory.parse(parse(inventoryText(seed, nodePorts(seed, 2201))))
  expect(inventory).toMatchObject({
    readOnly: true,
    knownHosts: 'known_hosts',
    defaults: { identityFile: 'id_ed25519' },
  })
  expect(inventory.nodes).toEqual([
    { name: 'vyos01', host: '127.0.0.1', port: 2201, user: 'vyos' },
    { name: 'vyos02', host: '127.0.0.1', port: 2202, user: 'vyos' },
    { name: 'ubuntu', host: '127.0.0.1', port: 2203, user: 'ops' },
  ])
})

it('gives a node that is reached by a jump alone no port and no line in the inventory', () => {
  const [first, ...rest] = seed2014.nodes
  const scenario = Scenario.parse({ ...seed2014, nodes: [{ ...first, reachable: false }, ...rest] })
  expect([...nodePorts(scenario, 2201).keys()]).toEqual(['vyos02', 'ubuntu'])
})

it('trusts a key for the port on loopback and for the addresses of the underlay', () => {
  const [node] = seed.nodes
  expect(node && knownHostLines(node, 2201, 'ssh-ed25519 AAAA vyos01')).toEqual([
    '[127.0.0.1]:2201 ssh-ed25519 AAAA',
    '10.0.2.254 ssh-ed25519 AAAA',
  ])
})
