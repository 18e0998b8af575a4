import { describe, expect, it } from 'vitest'
import type { EvidenceLine, SeenFrame, Step, TaughtRow } from '@/lib/model/probe'
import { lanesOf, NO_EVIDENCE, offsetText, rowsOf, withLine } from './evidence'

const frame = (src: string, dst: string): SeenFrame => ({
  packet: {
    ...{ src, dst, cast: 'unicast', srcPort: 1, dstPort: 8472, ipId: 1, vni: 42 },
    inner: { src: 'aa', dst: 'bb', vlan: null, kind: 'echoRequest', from: null, to: null, text: '' },
  },
  ...{ from: { address: src, nodes: [] }, to: { address: dst, nodes: [] }, seen: [], line: '', command: '' },
})
const taught = (node: string, event: TaughtRow['event'] = 'learned'): TaughtRow => ({
  ...{ event, reason: null, node, ifname: 'vxlan0', mac: 'aa', at: null, row: node, expiresAt: null, ageing: null },
})
const step = (id: string, ms: number, more: Partial<Step> = {}): Step => ({
  ...{ id, ms, plusMinus: 0, frame: null, taught: null, after: null, toldMs: null, text: id, ...more },
})
const tellAll = (lines: EvidenceLine[]) => lines.reduce(withLine, NO_EVIDENCE)
const told = (one: Step): EvidenceLine => ({ line: 'step', step: one })
const BEGIN: EvidenceLine = {
  ...{ line: 'begin', id: 'x', at: '2026-01-01T00:00:00.000Z', vni: 42, groups: ['239.1.1.1'], probe: null },
  members: ['1', '2', '3'].map(each => ({ address: each, nodes: [`n${each}`] })),
}

describe('what was told', () => {
  it('a step that is told again takes its place, in order', () => {
    const { steps } = tellAll([told(step('b', 5)), told(step('a', 9)), told(step('a', 1))])
    expect(steps.map(({ id, ms }) => [id, ms])).toEqual([
      ['a', 1],
      ['b', 5],
    ])
  })

  it('ends with its end', () => {
    expect(tellAll([BEGIN]).running).toBe(true)
    expect(tellAll([BEGIN, { line: 'end', ms: 1, why: 'done' }]).running).toBe(false)
  })
})

describe('lanes', () => {
  it('the sender, groups, who is spoken with, the others, strangers', () => {
    const lines = [
      BEGIN,
      told(step('a', 1, { frame: frame('1', '3') })),
      told(step('b', 2, { frame: frame('9', '1') })),
    ]
    expect(lanesOf(tellAll(lines)).lanes.map(({ address }) => address)).toEqual(['1', '239.1.1.1', '3', '2', '9'])
  })

  it('no more than can be followed', () => {
    const members = Array.from({ length: 30 }, (_, at) => ({ address: `${at}`, nodes: [`n${at}`] }))
    expect(lanesOf(tellAll([{ ...BEGIN, members }]))).toMatchObject({ lanes: { length: 8 }, left: 23 })
  })
})

describe('rows', () => {
  it('what one packet taught stands in one row, what another taught in the next', () => {
    const steps = [
      step('p1', 1, { frame: frame('1', '2') }),
      step('e1', 1, { taught: taught('n2'), after: 'p1' }),
      step('e2', 1, { taught: taught('n3'), after: 'p1' }),
      step('e3', 2, { taught: taught('n1'), after: 'p2' }),
      step('e4', 9000, { taught: taught('n1', 'gone') }),
      step('e5', 9010, { taught: taught('n2', 'gone') }),
      step('e6', 9020, { taught: taught('n2', 'gone') }),
    ]
    expect(rowsOf(steps).map(({ id, taught: marks, gapMs }) => [id, marks.length, gapMs])).toEqual([
      ['p1', 0, null],
      ['e1', 2, null],
      ['e3', 1, null],
      ['e4', 2, 8998],
      ['e6', 1, null],
    ])
  })
})

it.each([
  [0.214, '0.21 ms'],
  [321.7, '322 ms'],
  [1019, '1.02 s'],
  [301_000, '5 min 1 s'],
])('%d ms are %s', (ms, text) => {
  expect(offsetText(ms)).toBe(text)
})
