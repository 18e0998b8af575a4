import type { Emit } from './bench-line'
import { quantile } from './median'

/** Median, 95th percentile and greatest of differences (s, of either sign), each under the name that `nameOf` gives. */
export const emitDifferences = (emit: Emit, nameOf: (word: string) => string, differences: readonly number[]): void => {
  const off = differences.map(Math.abs)
  const figures = { median: quantile(off, 0.5), p95: quantile(off, 0.95), max: Math.max(...off) }
  for (const [word, value] of Object.entries(figures)) {
    const line = { metric: nameOf(word), value, unit: 's', baseline: null, ratio: null, n: off.length }
    emit({ bench: 'ageing', ...line })
  }
}
