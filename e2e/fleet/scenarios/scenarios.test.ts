import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FAULT_NAMES } from '../faults'
import { liveRows } from '../model/fdb'
import type { NodeState } from '../model/state'
import { printLinks } from '../print/links'
import { bigFleetNodes, faultNodes, seed2014Nodes } from '.'

const MINUTE = 60_000

describe('seed-2014', () => {
  const stateOf = (name: string): NodeState => {
    const node = seed2014Nodes().find(spec => spec.name === name)
    if (!node) throw new Error(`no node ${name}`)
    return node.state
  }
  const peersAt = (name: string, now: number) =>
    [...liveRows(stateOf(name), now, 'vxlan0')].filter(({ row }) => row.state === '').map(({ row }) => row.dst)

  it("prints vyos01's VXLAN device as published", () => {
    const published = readFileSync(new URL('../samples/seed-2014.vyos01.link.txt', import.meta.url), 'utf8')
    const options = { object: 'link', json: false, detail: true, stats: false, dev: 'vxlan0' } as const
    const printed = [...printLinks(stateOf('vyos01'), options)].join('')
    const lines = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map(line => line.trimEnd())
    expect(lines(printed)).toEqual(lines(published))
  })

  it('begins with nothing learned', () => {
    expect(peersAt('ubuntu', 0)).toEqual([])
  })

  it('learns both VyOS nodes within half a minute', () => {
    expect(peersAt('ubuntu', MINUTE / 2)).toEqual(['10.0.2.254', '10.0.2.253'])
  })

  it('forgets the one that fell silent, and learns it again', () => {
    expect(peersAt('ubuntu', 6 * MINUTE)).toEqual(['10.0.2.254'])
    expect(peersAt('ubuntu', 7 * MINUTE)).toEqual(['10.0.2.254', '10.0.2.253'])
  })
})

describe('a big fleet', () => {
  const nodes = bigFleetNodes({ nodes: 40, rows: 30, vnis: 6 })

  it('is the same for the same seed', () => {
    expect(bigFleetNodes({ nodes: 40, rows: 30, vnis: 6 })).toEqual(nodes)
  })

  it('differs for another', () => {
    expect(bigFleetNodes({ nodes: 40, rows: 30, vnis: 6, seed: 2 })).not.toEqual(nodes)
  })

  it('has the asked number of MACs to learn on each node', () => {
    const learned = nodes.map(({ state }) =>
      state.links.flatMap(({ fdb }) => fdb).filter(row => row.state === '' && row.master === undefined),
    )
    expect(new Set(learned.map(rows => rows.length))).toEqual(new Set([30]))
  })

  it('learns each MAC at one VTEP, whoever learns it', () => {
    const places = new Map<string, Set<string>>()
    for (const { row } of nodes.flatMap(({ state }) => [...liveRows(state, 0)])) {
      if (row.state === '' && row.dst) places.set(row.mac, (places.get(row.mac) ?? new Set()).add(row.dst))
    }
    expect([...places.values()].filter(dsts => dsts.size > 1)).toEqual([])
  })

  it('has no VTEP that is not a node', () => {
    const own = new Set(
      nodes.flatMap(({ state }) => state.links.flatMap(({ addresses }) => addresses.map(a => a.address))),
    )
    const dsts = nodes.flatMap(({ state }) => state.links.flatMap(({ fdb }) => fdb.map(({ dst }) => dst ?? '')))
    expect(dsts.filter(dst => dst.startsWith('10.') && !own.has(dst))).toEqual([])
  })

  it('spreads all VNIs over nodes, each with two members or more', () => {
    const members = new Map<number, number>()
    for (const { vxlan } of nodes.flatMap(({ state }) => state.links)) {
      if (vxlan?.vni) members.set(vxlan.vni, (members.get(vxlan.vni) ?? 0) + 1)
    }
    expect(members.size).toBe(6)
    expect(Math.min(...members.values())).toBeGreaterThan(1)
  })
})

it('has a node for every fault, named after it', () => {
  const faulty = faultNodes(5).filter(({ fault }) => fault !== undefined)
  expect(faulty.map(({ name, fault }) => [name, fault])).toEqual(FAULT_NAMES.map(name => [name, name]))
})
