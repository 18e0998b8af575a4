import type { FdbRow } from '@/lib/model/overlay'

/** How many rows there are of one kind on one node in one VNI. */
export interface FdbSeries {
  node: string
  /** Empty where a row is of no VNI. */
  vni: string
  kind: FdbRow['kind']
  rows: number
}

export const OTHER = 'other'

/** Prometheus keeps each for as long as it keeps anything: what is small is told together. */
export const MOST_SERIES = 1000
/** One for each kind. */
const RESERVED = 5

const byRows = (a: FdbSeries, b: FdbSeries): number =>
  b.rows - a.rows || (a.node < b.node ? -1 : a.node > b.node ? 1 : Number(a.vni) - Number(b.vni))

/**
 * Rows counted by node, VNI and kind as they come and go: to make the list of 100,000 rows takes longer than a server may be
 * held up for a scrape.
 */
export class FdbCounts {
  private readonly series = new Map<string, FdbSeries>()
  private readonly places = new Map<string, FdbSeries>()

  take({ put, remove }: { put: readonly FdbRow[]; remove: readonly string[] }): void {
    for (const id of remove) this.drop(id)
    for (const row of put) {
      const known = this.places.get(row.id)
      // A row that is refreshed stays what it is.
      if (known && known.kind === row.kind) continue
      this.drop(row.id)
      const place = this.placeOf(row)
      place.rows += 1
      this.places.set(row.id, place)
    }
  }

  /**
   * At most `most` series: where there would be more, those with the fewest rows are told by kind alone, their node and VNI
   * `other`. The sum stays that of all rows.
   */
  list(most = MOST_SERIES): FdbSeries[] {
    const series = [...this.series.values()]
    if (series.length <= most) return series
    series.sort(byRows)
    const kept = series.slice(0, most - RESERVED)
    const rest = new Map<FdbRow['kind'], number>()
    for (const { kind, rows } of series.slice(kept.length)) rest.set(kind, (rest.get(kind) ?? 0) + rows)
    return [...kept, ...Array.from(rest, ([kind, rows]) => ({ node: OTHER, vni: OTHER, kind, rows }))]
  }

  private placeOf({ node, vni, kind }: FdbRow): FdbSeries {
    const key = `${kind} ${vni ?? ''} ${node}`
    const known = this.series.get(key)
    if (known) return known
    const made = { node, vni: vni === null ? '' : String(vni), kind, rows: 0 }
    this.series.set(key, made)
    return made
  }

  private drop(id: string): void {
    const place = this.places.get(id)
    if (!place) return
    this.places.delete(id)
    place.rows -= 1
    if (place.rows === 0) this.series.delete(`${place.kind} ${place.vni} ${place.node}`)
  }
}
