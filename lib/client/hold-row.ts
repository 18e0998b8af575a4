/** Blank space before and behind a list, for what can't be scrolled away. px */
export interface Pads {
  start: number
  end: number
}

export interface Place extends Pads {
  scrollTop: number
}

interface Measures {
  /** Of all that isn't rows, above them. */
  head: number
  rows: number
  rowHeight: number
  /** Of the part that is in sight. */
  sight: number
}

/**
 * Where a list is to stand so that rows which have moved by `moved` px within it stay where they are in sight. Where it would
 * have to be scrolled beyond its ends, blank space takes the place of rows that aren't there.
 */
export const holdPlace = (from: Place, moved: number, { head, rows, rowHeight, sight }: Measures): Place => {
  const above = from.scrollTop - from.start + moved
  const [scrollTop, start] = above >= 0 ? [above, 0] : [0, -above]
  const most = head + start + rows * rowHeight - sight
  return { scrollTop, start, end: Math.max(0, scrollTop - Math.max(0, most)) }
}

/** Which row of `known`, from `index` on, is still there, and where it is now. */
export const stillThere = (
  known: readonly { id: string }[],
  index: number,
  placeOf: (id: string) => number | undefined,
): { was: number; is: number } | null => {
  for (let was = Math.max(0, index); was < Math.min(index + 60, known.length); was++) {
    const id = known[was]?.id
    const is = id === undefined ? undefined : placeOf(id)
    if (is !== undefined) return { was, is }
  }
  return null
}
