/** Which place of the page each row is drawn in, in the order in which they stand. */
export type Slots = ReadonlyMap<string, number>

export const NO_SLOTS: Slots = new Map()

/**
 * Places for the rows of `ids`. One that was there keeps its own. The others get new ones; or with `reuse`, where another
 * question's rows come, those of the rows that are gone, so that what is drawn changes its texts and isn't made anew.
 */
export const takeSlots = (before: Slots, ids: readonly string[], reuse: boolean): Slots => {
  const kept = new Set(ids)
  const free = reuse ? [...before].filter(([id]) => !kept.has(id)).map(([, slot]) => slot) : []
  let next = Math.max(-1, ...before.values()) + 1
  let taken = 0
  const slots = new Map<string, number>()
  for (const id of ids) slots.set(id, before.get(id) ?? free[taken++] ?? next++)
  return slots
}
