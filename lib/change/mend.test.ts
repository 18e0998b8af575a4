import { expect, it } from 'vitest'
import type { Found, Remedy } from '@/lib/overlay'
import { fixOf } from './mend'
import { factsOf, linuxFacts, someLinks, VYOS_RELEASES, vxlan100, vyosFacts } from './testing'

const found = (remedy: Remedy): Found => ({
  ...{ id: 'x', check: 'x', severity: 'error', subject: 'node:n1', verdict: '', evidence: [], causedBy: null },
  mend: [remedy],
})

const fix = (remedy: Remedy, facts: ReturnType<typeof linuxFacts>) => {
  const { overlay } = factsOf({ n1: facts })
  return fixOf(found(remedy), { overlay, readings: new Map(facts.reading ? [['n1', facts.reading]] : []) })
}

const mtu: Remedy = { change: { node: 'n1', action: 'update', name: 'vxlan100', mtu: 1400 } }

it.each([
  ['Linux', linuxFacts(someLinks(vxlan100)), ['sudo ip link set dev vxlan100 mtu 1400']],
  [
    'VyOS 1.4',
    vyosFacts(VYOS_RELEASES.sagitta, someLinks(vxlan100)),
    ['set interfaces vxlan vxlan100 mtu 1400', 'commit', 'save'],
  ],
])('a change is said in the words of %s', (_, facts, commands) => {
  expect(fix(mtu, facts)).toEqual([{ node: 'n1', commands }])
})

it('what a node would refuse is not offered', () => {
  expect(fix({ change: { node: 'n1', action: 'update', name: 'vxlan9', mtu: 1400 } }, linuxFacts())).toEqual([])
})

it('what a node told is quoted where a shell reads it', () => {
  expect(fix({ node: 'n1', run: [['ip', 'link', 'set', 'dev', 'a;b', 'up']] }, linuxFacts())).toEqual([
    { node: 'n1', commands: ["sudo ip link set dev 'a;b' up"] },
  ])
})
