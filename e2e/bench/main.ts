import type { BenchLine, Emit } from './bench-line'

type Bench = (emit: Emit) => Promise<void>

/** Every bench by its name. Loaded when it is run: one needs a lab, another a browser. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  ageing: async () => (await import('./ageing')).run,
  burst: async () => (await import('./burst')).run,
  checks: async () => (await import('./checks')).run,
  clients: async () => (await import('./clients')).run,
  held: async () => (await import('./held')).run,
  latency: async () => (await import('./latency')).run,
  metrics: async () => (await import('./metrics')).run,
  packet: async () => (await import('./packet')).run,
  parse: async () => (await import('./parse')).run,
  sweep: async () => (await import('./sweep')).run,
  ui: async () => (await import('./ui')).run,
}

const round = (value: number): number => Math.round(value * 1000) / 1000

const print = (line: BenchLine): void => {
  const { value, ratio } = line
  const baseline = typeof line.baseline === 'number' ? round(line.baseline) : line.baseline
  const rounded = { ...line, value: round(value), baseline, ratio: ratio && round(ratio) }
  process.stdout.write(`${JSON.stringify(rounded)}\n`)
}

/** `npm run bench -- [NAME]`: runs one bench, or all of them. Gives the exit code. */
export const main = async (argv: string[]): Promise<number> => {
  const names = argv.length === 0 ? Object.keys(BENCHES) : argv
  const unknown = names.filter(name => !Object.hasOwn(BENCHES, name))
  if (unknown.length > 0) {
    process.stderr.write(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.\n`)
    return 2
  }
  for (const name of names) await (await BENCHES[name]?.())?.(print)
  return 0
}
