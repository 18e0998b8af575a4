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
export const MOST_SERIES = 2000

const KINDS: readonly FdbRow['kind'][] = ['learned', 'static', 'permanent', 'extern', 'flood']

/** Rows counted by node and VNI, each kind apart: two look-ups a row, no text made. */
const counted = (rows: readonly FdbRow[]): FdbSeries[] => {
  const nodes = new Map<string, Map<number | null, number[]>>()
  let node: string | null = null
  let vnis = new Map<number | null, number[]>()
  for (const row of rows) {
    // Rows of one node stand together.
    if (row.node !== node) {
      node = row.node
      vnis = nodes.get(node) ?? new Map()
      nodes.set(node, vnis)
    }
    let counts = vnis.get(row.vni)
    if (counts === undefined) {
      counts = KINDS.map(() => 0)
      vnis.set(row.vni, counts)
    }
    const kind = KINDS.indexOf(row.kind)
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  const series: FdbSeries[] = []
  for (const [name, byVni] of nodes)
    for (const [vni, counts] of byVni)
      for (const [index, kind] of KINDS.entries()) {
        const count = counts[index] ?? 0
        if (count > 0) series.push({ node: name, vni: vni === null ? '' : String(vni), kind, rows: count })
      }
  return series
}

/**
 * Rows by node, VNI and kind, at most `most` series: where there would be more, those with the fewest rows are told by kind
 * alone, their node and VNI `other`. The sum stays that of all rows.
 */
export const fdbSeries = (rows: readonly FdbRow[], most = MOST_SERIES): FdbSeries[] => {
  const series = counted(rows)
  if (series.length <= most) return series
  series.sort((a, b) => b.rows - a.rows || (a.node < b.node ? -1 : a.node > b.node ? 1 : Number(a.vni) - Number(b.vni)))
  const kept = series.slice(0, most - KINDS.length)
  const rest = new Map<FdbRow['kind'], number>()
  for (const { kind, rows: count } of series.slice(kept.length)) rest.set(kind, (rest.get(kind) ?? 0) + count)
  return [...kept, ...Array.from(rest, ([kind, count]) => ({ node: OTHER, vni: OTHER, kind, rows: count }))]
}
