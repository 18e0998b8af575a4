import { expect, it } from 'vitest'
import { nodesTold } from './nodes-told'
import { aDelta, aNode } from './testing'

it('names nodes that changed, and those that are gone', () => {
  const delta = aDelta('a-6', { nodes: { put: [aNode('vyos01')], remove: ['ubuntu'] } })
  const told = nodesTold([
    { type: 'delta', after: 'a-5', revision: 'a-6', delta },
    { type: 'reset', revision: 'a-7' },
  ])
  expect([...told]).toEqual(['vyos01', 'ubuntu'])
})
