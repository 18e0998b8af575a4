import { describe, expect, it } from 'vitest'
import { aToldFinding, SILENCE } from '../checks/testing'
import { Teller, type Telling } from './teller'

const START = Date.UTC(2026, 10, 22, 12)
const LATER = START + 600_000
const MOST = 100

const words = (tellings: readonly Telling[]): string[] => tellings.map(({ kind, alert }) => `${kind} ${alert.id}`)
const begin = (atLeast: 'error' | 'warning' | 'info' = 'info') => new Teller([], START, atLeast)

describe('what a receiver is told', () => {
  it('is each finding once when it opens and once when it closes', () => {
    const teller = begin()
    const open = [aToldFinding('a'), aToldFinding('b')]
    const first = teller.due(open, LATER, MOST)
    expect(words(first)).toEqual(['findingOpened a', 'findingOpened b'])
    teller.taken(first, LATER)
    expect(teller.due(open, LATER + 1, MOST)).toEqual([])
    expect(words(teller.due([aToldFinding('b')], LATER + 2, MOST))).toEqual(['findingClosed a'])
  })

  it('is told again as long as it was not taken, and never of what came and went meanwhile', () => {
    const teller = begin()
    expect(words(teller.due([aToldFinding('a')], LATER, MOST))).toEqual(['findingOpened a'])
    expect(words(teller.due([aToldFinding('a')], LATER + 9000, MOST))).toEqual(['findingOpened a'])
    expect(teller.due([], LATER + 18_000, MOST)).toEqual([])
  })

  it.each([
    ['silenced', { silence: SILENCE }],
    ['following from another', { causedBy: 'x' }],
    ['of less weight than is asked for', { severity: 'info' as const }],
  ])('is nothing of one that is %s', (_, over) => {
    expect(begin('warning').due([aToldFinding('a', over)], LATER, MOST)).toEqual([])
  })

  it('is that a finding is over though it was silenced meanwhile, and nothing before', () => {
    const teller = begin()
    teller.taken(teller.due([aToldFinding('a')], LATER, MOST), LATER)
    expect(teller.due([aToldFinding('a', { silence: SILENCE })], LATER + 1, MOST)).toEqual([])
    expect(teller.standing([aToldFinding('a', { silence: SILENCE })])).toEqual([])
    expect(words(teller.due([], LATER + 2, MOST))).toEqual(['findingClosed a'])
  })

  it('goes quiet for one that goes to and fro, and ends with how it stands', () => {
    const teller = begin()
    let told = 0
    for (let turn = 0; turn < 100; turn += 1) {
      const now = LATER + turn * 1000
      const due = teller.due(turn % 2 === 0 ? [aToldFinding('a')] : [], now, MOST)
      teller.taken(due, now)
      told += due.length
    }
    expect(told).toBe(4)
    expect(words(teller.due([aToldFinding('a')], LATER + 700_000, MOST))).toEqual(['findingOpened a'])
  })

  it('is bounded at a time, the rest comes next', () => {
    const teller = begin()
    const open = ['a', 'b', 'c'].map(id => aToldFinding(id))
    const first = teller.due(open, LATER, 2)
    teller.taken(first, LATER)
    expect([words(first), words(teller.due(open, LATER, 2))]).toEqual([
      ['findingOpened a', 'findingOpened b'],
      ['findingOpened c'],
    ])
  })

  it('goes on over a restart: nothing twice, and no end before all had time to be read', () => {
    const before = begin()
    before.taken(before.due([aToldFinding('a')], LATER, MOST), LATER)
    const after = new Teller(before.open, LATER, 'info')
    expect(after.due([aToldFinding('a')], LATER + 5000, MOST)).toEqual([])
    expect(after.due([], LATER + 5000, MOST)).toEqual([])
    expect(words(after.due([], LATER + 120_000, MOST))).toEqual(['findingClosed a'])
  })
})
