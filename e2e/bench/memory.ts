import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const Sample = z.object({ at: z.number(), rss: z.number(), heapUsed: z.number(), external: z.number() })
/** What a process held right after a collection, in bytes; `at` in ms since 1970. */
export type MemorySample = z.infer<typeof Sample>

/** Options of a Node that writes down what it holds, to the file named by the variable. */
export const MEMORY_FILE = 'VXSCOPE_BENCH_MEMORY'
export const memoryOptions = (root: string): string[] => [
  '--expose-gc',
  '--import',
  path.join(root, 'e2e/bench/memory-probe.mjs'),
]

/** What the probe has written between two moments (ms since 1970). */
export const readMemory = (file: string, from: number, to: number): MemorySample[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => Sample.parse(JSON.parse(line)))
    .filter(({ at }) => at >= from && at <= to)

/** Growth in units of `of` per minute, by least squares. */
export const slopeOf = (samples: readonly MemorySample[], of: (sample: MemorySample) => number): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [at, value] = [mean(samples.map(sample => sample.at)), mean(samples.map(of))]
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0)
  return (samples.reduce((sum, sample) => sum + (sample.at - at) * (of(sample) - value), 0) / spread) * 60_000
}
