import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bySaid, type Said, tellsOfMac } from '../build/book'
import { EVIDENCE_LIMIT } from '../build/evidence'
import type { Edit } from '../lists/chunks'
import { anEntry } from '../testing'
import { editTold, NOTHING_TOLD, type SaidKey } from './tunnel'

/** More of a kind than is shown, and MACs that several things tell of. */
const KEYS = 3 * EVIDENCE_LIMIT
const keyOf = (at: number): SaidKey => ({ mac: `02:00:00:00:00:${String(at >> 1).padStart(2, '0')}`, id: `row ${at}` })

const step = fc.uniqueArray(
  fc.record({ at: fc.nat(KEYS - 1), kind: fc.constantFrom('learned', 'learned', 'static', 'flood', null) }),
  { selector: ({ at }) => at, minLength: 1, maxLength: 12 },
)

it('says the same after any edits as if all had been told at once', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), steps => {
      const said = new Map<string, Said>()
      let told = NOTHING_TOLD
      for (const edits of steps) {
        const made = edits.map(({ at, kind }): Edit<SaidKey, Said> => {
          const key = keyOf(at)
          if (kind === null) said.delete(key.id)
          else said.set(key.id, { ...key, kind, source: anEntry(key.mac, '10.0.0.1') })
          return [key, said.get(key.id) ?? null]
        })
        told = editTold(told, made)
        const all = [...said.values()].sort(bySaid)
        const kinds = [...new Set(all.map(({ kind }) => kind))].sort()
        expect([...told.counts.keys()].sort()).toEqual(kinds)
        for (const kind of kinds) {
          const ofKind = all.filter(one => one.kind === kind)
          expect(told.counts.get(kind)).toBe(ofKind.length)
          expect(told.firsts.get(kind)).toEqual(ofKind.slice(0, EVIDENCE_LIMIT))
        }
        expect([...told.firsts.keys()].sort()).toEqual(kinds)
        expect(told.macs).toBe(new Set(all.filter(tellsOfMac).map(({ mac }) => mac)).size)
      }
    }),
    { seed: 20140107, numRuns: 200 },
  )
})
