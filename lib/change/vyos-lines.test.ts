import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyChangeNode } from '@/e2e/change/any-change'
import { parseChange } from '@/lib/model/change'
import { planChange } from './plan'
import verdicts from './samples/set-verdicts.json'
import { factsOf, linuxFacts, OPTIONS, someLinks, VYOS_RELEASES, type VyosRelease, vyosFacts } from './testing'
import { lineWords, setTakes } from './vyos-grammar'

const RELEASES: VyosRelease[] = ['helium', 'crux', 'equuleus', 'sagitta', 'current']

/** Leaves that a plan never sets. */
const NOT_OURS =
  / (?:disable|mac|gpe|vrf|ip (?:enable|arp)|ipv6|vlan-to-vni|address dhcp|allowed-vlan|enable-vlan|parameters (?:external|neighbor-suppress|vni-filter|ipv6))\b|bridge br0$/

/** Generating takes most of the time, and other tests run beside. */
const SLOW = 30_000

describe('the table of what set takes', () => {
  const lines = verdicts.filter(({ line }) => !NOT_OURS.test(line))

  it.each(RELEASES)('%s: says what VyOS itself said to every line of the samples', release => {
    const told = lines.map(({ line, ...by }) => ({ line, takes: by[release].ok }))
    expect(lines.map(({ line }) => ({ line, takes: setTakes(release, line) }))).toEqual(told)
  })
})

describe('what a plan says to VyOS', () => {
  it.each(RELEASES)(
    '%s: every set line of any plan is one that it takes',
    release => {
      const facts = factsOf({ n1: vyosFacts(VYOS_RELEASES[release], someLinks()) })
      let planned = 0
      fc.assert(
        fc.property(anyChangeNode('vyos'), node => {
          const change = parseChange({ nodes: [node] })
          if (!change.ok) return
          const plan = planChange(change.value, facts, OPTIONS)
          if (!plan.ok) return
          planned += 1
          for (const { commands, undo } of plan.value.nodes) {
            const said = [...commands, ...undo]
            for (const line of said.filter(each => each.startsWith('set ')))
              expect([line, setTakes(release, line)]).toEqual([line, true])
            for (const line of said)
              expect(line).toMatch(/^(?:set |delete )interfaces (?:vxlan|bridge) |^(?:commit|save)$/)
          }
        }),
        { numRuns: 120, seed: 20141030 },
      )
      // Else this test would pass because everything is refused.
      expect(planned).toBeGreaterThan(5)
    },
    SLOW,
  )

  it.each(RELEASES)(
    '%s: the lines say what is expected of the device',
    release => {
      const facts = factsOf({ n1: vyosFacts(VYOS_RELEASES[release], someLinks()) })
      fc.assert(
        fc.property(anyChangeNode('vyos'), node => {
          const change = parseChange({ nodes: [node] })
          const plan = change.ok ? planChange(change.value, facts, OPTIONS) : null
          if (!plan?.ok) return
          for (const { commands, expect: expected } of plan.value.nodes) {
            const said = (leaf: string) =>
              commands
                .map(lineWords)
                .filter(words => words[4] === leaf)
                .map(words => words[5])
            expect(said('vni')).toEqual([String(expected.vni)])
            expect([...said('link'), ...said('source-interface')]).toEqual(
              expected.link === null ? [] : [expected.link],
            )
            expect(said('group')).toEqual(expected.group === null ? [] : [expected.group])
            expect(said('remote').sort()).toEqual(
              [expected.remote, ...(expected.flood ?? [])].filter(each => each !== null).sort(),
            )
            expect(said('address').sort()).toEqual([...(expected.addresses ?? [])].sort())
            expect(said('mtu')).toEqual([String(expected.mtu)])
            expect([...said('port'), ...said('remote-port'), ...(release === 'helium' ? ['8472'] : [])]).toEqual([
              String(expected.port),
            ])
          }
        }),
        { numRuns: 60, seed: 7 },
      )
    },
    SLOW,
  )
})

describe('any change on any node', () => {
  const nodes = {
    linux: linuxFacts(),
    ...Object.fromEntries(RELEASES.map(release => [release, vyosFacts(VYOS_RELEASES[release])])),
  }

  const facts = factsOf(nodes)

  it(
    'is planned, or refused with a field and a reason',
    () => {
      fc.assert(
        fc.property(anyChangeNode('any'), fc.constantFrom(...Object.keys(nodes)), (node, on) => {
          const change = parseChange({ nodes: [{ ...node, node: on }] })
          if (!change.ok) {
            for (const { field, message } of change.error.fields) expect([field, message]).not.toContain('')
            return
          }
          const plan = planChange(change.value, facts, OPTIONS)
          if (plan.ok) {
            expect(plan.value.nodes).toHaveLength(1)
            expect(plan.value.nodes[0]?.commands).not.toEqual([])
          } else
            for (const { node: name, message } of plan.error.fields)
              expect([name, message.length > 0]).toEqual([on, true])
        }),
        { numRuns: 120, seed: 42 },
      )
    },
    SLOW,
  )

  it('never throws, whatever comes in', () => {
    fc.assert(
      fc.property(fc.anything(), input => {
        expect(parseChange(input).ok).toBe(false)
      }),
      { numRuns: 100, seed: 1 },
    )
  })
})
