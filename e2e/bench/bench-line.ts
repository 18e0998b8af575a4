/** One figure of a bench; `npm run bench` prints one as JSON per line. Times are ms unless the unit says otherwise. */
export interface BenchLine {
  bench: string
  metric: string
  value: number
  unit: string
  /** What it is measured against, in the same unit, or its name where that is not the first; `null` without one. */
  baseline: number | string | null
  /** `value` over the baseline's. */
  ratio: number | null
  /** How many times it was measured. */
  n: number
}

/** Takes a line as soon as it is known. */
export type Emit = (line: BenchLine) => void
