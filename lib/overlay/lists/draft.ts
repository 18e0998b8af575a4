import type { Edit } from './chunks'
import { compareText } from './order'
import { Sorted } from './sorted'

export interface Named {
  readonly id: string
}

export type Table<T extends Named> = Sorted<Named, T>

const byId = (a: Named, b: Named): number => compareText(a.id, b.id)

export const tableOf = <T extends Named>(items: Iterable<T> = []): Table<T> => Sorted.of<Named, T>(byId, items)

/** Edits of a table that are made one by one and take place all at once. */
export class Draft<T extends Named> {
  private readonly edits = new Map<string, T | null>()

  constructor(readonly base: Table<T>) {}

  get(id: string): T | undefined {
    const edit = this.edits.get(id)
    return edit === undefined ? this.base.get({ id }) : (edit ?? undefined)
  }

  set(item: T): void {
    this.edits.set(item.id, item)
  }

  delete(id: string): void {
    this.edits.set(id, null)
  }

  get size(): number {
    return this.edits.size
  }

  entries(): Iterable<[string, T | null]> {
    return this.edits
  }

  /** The table after all edits; `note` is told of each what stood there before, and what stands there now. */
  commit(note?: (was: T | null, is: T | null) => void): Table<T> {
    return this.base.edited(
      Array.from(this.edits, ([id, item]): Edit<Named, T> => [item ?? { id }, item]),
      note,
    )
  }
}
