import { describe, expect, it } from 'vitest'
import { parseAddrJson, parseAddrText, parseFdbJson, parseFdbText, parseLinkJson, parseLinkText } from '@/lib/iproute2'
import { liveRows } from '../model/fdb'
import type { Iproute2Release, NodeState } from '../model/state'
import { bigFleetNodes, seed2014Nodes } from '../scenarios'
import { printFdb } from './fdb'
import { printLinks } from './links'

const NOW = 100_000
const RELEASES: readonly Iproute2Release[] = ['3.12.0', '6.1.0', '7.1.0']
const STATES = [...seed2014Nodes(), ...bigFleetNodes({ nodes: 12, rows: 20, vnis: 4 })].map(({ state }) => state)

/** Every node, as each release would print it. JSON came after 3.12. */
const CASES = RELEASES.flatMap(release =>
  [false, true]
    .filter(json => !json || release !== '3.12.0')
    .map(json => [release, json ? 'JSON' : 'text', json] as const),
)

describe.each(CASES)("%s, %s: the product's own readers", (release, _, json) => {
  const states: NodeState[] = STATES.map(state => ({ ...state, iproute2: release }))

  it('read every device, and have no complaint', () => {
    const parse = json ? parseLinkJson : parseLinkText
    for (const state of states) {
      const { rows, issues } = parse(
        [...printLinks(state, { object: 'link', json, detail: true, stats: false })].join(''),
      )
      expect(issues).toEqual([])
      expect(rows.map(({ ifname }) => ifname)).toEqual(state.links.map(({ ifname }) => ifname))
    }
  })

  it('read every address, and have no complaint', () => {
    const parse = json ? parseAddrJson : parseAddrText
    for (const state of states) {
      const { rows, issues } = parse(
        [...printLinks(state, { object: 'addr', json, detail: true, stats: false })].join(''),
      )
      expect(issues).toEqual([])
      const addresses = rows.flatMap(({ addr_info }) => addr_info ?? []).map(({ local }) => local)
      expect(addresses).toEqual(state.links.flatMap(link => link.addresses.map(({ address }) => address)))
    }
  })

  it('read every FDB row, and have no complaint', () => {
    const parse = json ? parseFdbJson : parseFdbText
    for (const state of states) {
      const { rows, issues } = parse([...printFdb(state, { json, stats: true, now: NOW })].join(''))
      expect(issues).toEqual([])
      expect(rows.map(({ mac, dst }) => [mac, dst])).toEqual(
        [...liveRows(state, NOW)].map(({ row }) => [row.mac, row.dst]),
      )
    }
  })
})
