import { readFileSync } from 'node:fs'
import { createPcapReader, readVxlan } from '@/lib/packet'
import type { Emit } from './bench-line'
import { median } from './median'

const BYTES = 100 * 1024 * 1024
/** As SSH hands them on. */
const CHUNK = 32 * 1024
const ROUNDS = 3
const PORTS = new Set([8472])
const FILE_HEADER = 24

/** 100 MB in chunks of one buffer: the first ping of the lab again and again, or one byte in every place. */
const chunksOf = function* (head: Uint8Array, body: Uint8Array): Generator<Uint8Array> {
  yield head
  for (let sent = 0; sent < BYTES; sent += CHUNK) {
    const from = sent % body.length
    yield from + CHUNK <= body.length
      ? body.subarray(from, from + CHUNK)
      : new Uint8Array([...body.subarray(from), ...body.subarray(0, CHUNK - (body.length - from))])
  }
}

const repeated = (bytes: Uint8Array, most: number): Uint8Array => {
  const times = Math.floor(most / bytes.length)
  const all = new Uint8Array(times * bytes.length)
  for (let each = 0; each < times; each++) all.set(bytes, each * bytes.length)
  return all
}

interface Read {
  ms: number
  packets: number
  /** Most MB held beyond what was before. */
  held: number
}

const used = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const readAll = (chunks: Iterable<Uint8Array>): Read => {
  const reader = createPcapReader()
  const before = used()
  let [packets, peak, at] = [0, 0, 0]
  const start = performance.now()
  for (const chunk of chunks) {
    const read = reader.push(chunk)
    if (!read.ok) break
    for (const record of read.value) if (readVxlan(record, PORTS).ok) packets += 1
    if (at++ % 64 === 0) peak = Math.max(peak, used() - before)
  }
  return { ms: performance.now() - start, packets, held: peak / 1024 / 1024 }
}

/** The same bytes, gone over once: what any reader must cost. */
const goOver = (chunks: Iterable<Uint8Array>): number => {
  const start = performance.now()
  let sum = 0
  for (const chunk of chunks) for (const byte of chunk) sum = (sum + byte) | 0
  return performance.now() - start + (sum & 0)
}

/** A capture of 100 MB as it comes: time, and the memory it takes. `stuffed`: packets of the greatest length there may be. */
export const run = async (emit: Emit): Promise<void> => {
  const sample = new Uint8Array(readFileSync('lib/packet/samples/seed-first-ping.pcap'))
  const head = sample.subarray(0, FILE_HEADER)
  const stuffed = new Uint8Array(16 + 262_144)
  new DataView(stuffed.buffer).setUint32(8, 262_144, true)
  const bodies = { pings: repeated(sample.subarray(FILE_HEADER), 1024 * 1024), stuffed }
  for (const [name, body] of Object.entries(bodies)) {
    const reads: Read[] = []
    const bare: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      reads.push(readAll(chunksOf(head, body)))
      bare.push(goOver(chunksOf(head, body)))
    }
    const [value, baseline] = [median(reads.map(({ ms }) => ms)), median(bare)]
    emit({ bench: 'packet', metric: `${name}100MB`, value, unit: 'ms', baseline, ratio: value / baseline, n: ROUNDS })
    const held = Math.max(...reads.map(each => each.held))
    emit({ bench: 'packet', metric: `${name}Held`, value: held, unit: 'MB', baseline: null, ratio: null, n: ROUNDS })
    const packets = reads[0]?.packets ?? 0
    emit({
      bench: 'packet',
      metric: `${name}Packets`,
      value: packets,
      unit: 'packets',
      baseline: null,
      ratio: null,
      n: 1,
    })
  }
}
