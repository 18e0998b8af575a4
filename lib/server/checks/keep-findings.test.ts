import { afterEach, describe, expect, it } from 'vitest'
import { createBus } from '@/lib/bus'
import type { Event } from '@/lib/model/event'
import { wholeDelta } from '@/lib/overlay'
import type { NodeInput } from '@/lib/overlay/build/input'
import { groundOf } from '@/lib/overlay/checks/testing'
import { aSeedNode } from '@/lib/overlay/testing'
import { type KeptFindings, keepFindings } from './keep-findings'

let kept: KeptFindings | null = null
afterEach(() => kept?.stop())

const START = Date.UTC(2026, 10, 22, 12)

const begin = (goesOn?: (id: string, at: number) => boolean) => {
  const bus = createBus('abc', START)
  const clock = { now: START }
  const told: Event[] = []
  bus.subscribe(({ events }) => told.push(...events))
  const findings = keepFindings({
    ...{ bus, now: () => clock.now, flapWithin: () => 180_000, report: () => {} },
    ...(goesOn && { goesOn }),
  })
  kept = findings
  /** Nodes as they are now, read at this moment; then so many seconds. */
  const pass = (seconds: number, nodes?: NodeInput[]) => {
    if (nodes) {
      const { overlay, fdb, readings } = groundOf(nodes)
      bus.publish({ at: clock.now, overlay, fdb, readings, delta: wholeDelta(overlay, fdb), events: [] })
    }
    findings.settle()
    clock.now += seconds * 1000
    findings.settle()
    return findings.current().map(({ id, since }) => `${id} ${since.slice(11, 19)}`)
  }
  return { pass, told }
}

const link = { code: 'unreachable' as const, message: 'No answer.', hint: '' }
const away = (hint = ''): NodeInput[] => [
  aSeedNode('a', '10.0.2.1', [], { watch: 'stream', status: 'unreachable', error: { ...link, hint } }),
]

describe('findings that are kept', () => {
  it('are told once they last, and keep their since', () => {
    const { pass, told } = begin()
    expect(pass(1, away())).toEqual([])
    expect(pass(3)).toEqual(['nodeUnreachable/node:a 12:00:00'])
    expect(pass(60, away('Look again.'))).toEqual(['nodeUnreachable/node:a 12:00:00'])
    expect(told.map(({ kind, node, text }) => [kind, node, text])).toEqual([['findingOpened', 'a', 'a: No answer.']])
  })

  it('are not told again after a start when they were open before, and are there all the same', () => {
    const { pass, told } = begin(id => id === 'nodeUnreachable/node:a')
    expect(pass(5, away())).toEqual(['nodeUnreachable/node:a 12:00:00'])
    expect(told).toEqual([])
    pass(5, [aSeedNode('a', '10.0.2.1', [], { watch: 'stream' }), aSeedNode('b', '10.0.2.2', [], { watch: 'stream' })])
    expect(told.map(({ id }) => id).filter(id => id.includes('nodeUnreachable'))).toEqual([
      expect.stringContaining('/findingClosed/nodeUnreachable/node:a'),
    ])
  })

  it('are closed with an event of the same finding', () => {
    const { pass, told } = begin()
    pass(5, away())
    expect(
      pass(5, [
        aSeedNode('a', '10.0.2.1', [], { watch: 'stream' }),
        aSeedNode('b', '10.0.2.2', [], { watch: 'stream' }),
      ]).filter(id => id.startsWith('node')),
    ).toEqual([])
    expect(
      told
        .filter(({ node }) => node === 'a')
        .map(({ kind }) => kind)
        .slice(0, 2),
    ).toEqual(['findingOpened', 'findingClosed'])
  })

  it('that come and go at once are never told', () => {
    const { pass, told } = begin()
    pass(1, away())
    pass(9, [aSeedNode('a', '10.0.2.1', [], { status: 'connecting', reading: null })])
    expect(told).toEqual([])
  })

  it('of a node that is polled are told once it was for long: its monitors may be beginning', () => {
    const { pass, told } = begin()
    const polled = [aSeedNode('a', '10.0.2.1', [], { watch: 'poll' })]
    const watched = [aSeedNode('a', '10.0.2.1', [], { watch: 'stream' })]
    const isPolled = (id: string) => id.startsWith('polled')
    expect(pass(20, polled).filter(isPolled)).toEqual([])
    expect(pass(20, watched).filter(isPolled)).toEqual([])
    pass(20, polled)
    expect(pass(20).filter(isPolled)).toEqual(['polled/node:a 12:00:40'])
    expect(told.filter(({ id }) => id.includes('/polled/')).length).toBe(1)
  })
})
