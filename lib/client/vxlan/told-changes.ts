import type { AppliedChange } from '@/lib/model/apply'

/** Changes, newest first, with what was told of them since; those that were only told of stand where they belong. */
export const withTold = (
  known: readonly AppliedChange[],
  told: ReadonlyMap<string, AppliedChange>,
): AppliedChange[] => {
  const fresh = [...told.values()].filter(({ id }) => !known.some(change => change.id === id))
  return [...fresh, ...known.map(change => told.get(change.id) ?? change)].sort((a, b) =>
    a.at < b.at ? 1 : a.at > b.at ? -1 : 0,
  )
}
