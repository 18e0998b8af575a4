import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Edit } from './chunks'
import { Sorted } from './sorted'

interface Item {
  key: number
  value: number
}
const byKey = (a: Pick<Item, 'key'>, b: Pick<Item, 'key'>) => a.key - b.key
const listOf = (items: Iterable<Item> = []) => Sorted.of<Pick<Item, 'key'>, Item>(byKey, items)
const key = fc.nat(1200)
const edit = fc.record({ key, value: fc.nat(9), gone: fc.boolean() })
const start = fc.uniqueArray(fc.record({ key, value: fc.nat(9) }), {
  selector: item => item.key,
  maxLength: 900,
  minLength: 300,
})
const runs = { seed: 42, numRuns: 60 }

/** The same edits to a plain map. */
const edited = (items: readonly Item[], edits: readonly { key: number; value: number; gone: boolean }[]) => {
  const map = new Map(items.map(item => [item.key, item]))
  for (const { key: at, value, gone } of edits) {
    if (gone) map.delete(at)
    else map.set(at, { key: at, value })
  }
  return [...map.values()].sort(byKey)
}

describe('a sorted list', () => {
  it('is what a map of the same edits is, made one by one or all at once', () => {
    fc.assert(
      fc.property(start, fc.uniqueArray(edit, { selector: item => item.key, maxLength: 700 }), (items, edits) => {
        const list = listOf(items)
        const wanted = edited(items, edits)
        const one = edits.reduce((now, { gone, ...item }) => (gone ? now.without(item) : now.with(item)), list)
        const all = list.edited(
          edits.map(({ gone, ...item }): Edit<Pick<Item, 'key'>, Item> => [item, gone ? null : item]),
        )
        expect([one.items(), one.size]).toEqual([wanted, wanted.length])
        expect([[...all], all.size]).toEqual([wanted, wanted.length])
        expect(list.items()).toEqual([...items].sort(byKey))
      }),
      runs,
    )
  })

  it('finds every item, and all from a key on', () => {
    fc.assert(
      fc.property(start, key, (items, at) => {
        const list = listOf(items)
        expect(items.every(item => list.get({ key: item.key }) === item)).toBe(true)
        expect([...list.from({ key: at })]).toEqual(list.items().filter(item => item.key >= at))
      }),
      runs,
    )
  })

  it('tells what differs from one before', () => {
    fc.assert(
      fc.property(start, fc.array(edit, { maxLength: 40 }), (items, edits) => {
        const before = listOf(items)
        const after = edits.reduce((now, { gone, ...item }) => (gone ? now.without(item) : now.with(item)), before)
        const patched = new Map(before.items().map(item => [item.key, item]))
        for (const [was, is] of after.since(before)) {
          expect(was).toBe(was && before.get(was))
          if (was) patched.delete(was.key)
          if (is) patched.set(is.key, is)
        }
        expect([...patched.values()].sort(byKey)).toEqual(after.items())
        expect(after.since(after)).toEqual([])
      }),
      runs,
    )
  })

  it('is empty to begin with', () => {
    const list = listOf()
    expect([list.items(), list.size, list.get({ key: 1 }), list.without({ key: 1 }).size]).toEqual([
      [],
      0,
      undefined,
      0,
    ])
    expect(list.with({ key: 1, value: 2 }).items()).toEqual([{ key: 1, value: 2 }])
  })
})
