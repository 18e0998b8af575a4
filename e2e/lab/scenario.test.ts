import { describe, expect, it } from 'vitest'
import { requiredFeatures, Scenario } from './scenario'
import { findScenario, scenarioNames } from './scenarios'
import { seed2014 } from './scenarios/seed-2014'

const base = { ...seed2014, segments: ['lan'] }
const [first] = seed2014.nodes

describe('scenarios', () => {
  it('are all valid', () => {
    expect(scenarioNames.map(name => findScenario(name)?.name)).toEqual(scenarioNames)
  })

  it('are unknown by any other name', () => {
    expect(findScenario('no-such')).toBeUndefined()
  })

  it('hold the topology of 2014 to the letter', () => {
    const ends = findScenario('seed-2014')?.nodes.map(({ name, links, vxlans: [device] }) => [
      name,
      links[0]?.addresses[0],
      device?.addresses[0],
      device?.mac,
      device?.ttl,
    ])
    expect(ends).toEqual([
      ['vyos01', '10.0.2.254/24', '10.0.1.254/24', '86:24:26:b2:11:5c', 16],
      ['vyos02', '10.0.2.253/24', '10.0.1.253/24', '4e:69:a4:a7:ef:1c', 16],
      ['ubuntu', '10.0.2.1/24', '10.0.1.1/24', 'd6:ff:c1:27:69:a0', undefined],
    ])
  })
})

describe('Scenario', () => {
  it('refuses two machines of one name', () => {
    expect(Scenario.safeParse({ ...base, nodes: [first, first] }).success).toBe(false)
  })

  it('refuses a link to a segment that is not there', () => {
    expect(Scenario.safeParse({ ...base, segments: ['other'] }).success).toBe(false)
  })

  it('refuses a VXLAN device with neither vni nor external', () => {
    expect(Scenario.safeParse({ ...base, nodes: [{ ...first, vxlans: [{ name: 'vxlan0' }] }] }).success).toBe(false)
  })

  it('refuses a word that would be two in a batch of commands', () => {
    expect(
      Scenario.safeParse({ ...base, nodes: [{ ...first, links: [{ name: 'eth1 up', segment: 'lan' }] }] }).success,
    ).toBe(false)
  })
})

describe('requiredFeatures', () => {
  it('names what the kernel may lack, once', () => {
    const scenario = Scenario.parse({
      ...base,
      nodes: [
        {
          ...first,
          vrfs: [
            { name: 'red', table: 10 },
            { name: 'blue', table: 11 },
          ],
          bridges: [{ name: 'br0', vlanFiltering: true }],
        },
      ],
    })
    expect(requiredFeatures(scenario)).toEqual(['vlanFiltering', 'vrf'])
  })
})
