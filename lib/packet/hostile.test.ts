import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPcapReader, KEEP, readVxlan } from './index'

const SAMPLES = path.join(import.meta.dirname, 'samples')
const readSample = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(SAMPLES, name)))
const sampleNames = (): string[] => readdirSync(SAMPLES).filter(name => name.endsWith('.pcap'))

const SEED = 20140107
const PORTS = new Set([8472, 4789])
const CODES = ['notPcap', 'linkType', 'badLength', 'truncated', 'notVxlan', 'fragment']

/** What a whole capture comes to: packets, or errors with a code, and never an exception. */
const readAll = (chunks: Iterable<Uint8Array>): { packets: number; errors: string[] } => {
  const reader = createPcapReader()
  const told = { packets: 0, errors: [] as string[] }
  for (const chunk of chunks) {
    const read = reader.push(chunk)
    if (!read.ok) {
      told.errors.push(read.error.code)
      break
    }
    for (const record of read.value) {
      expect(record.data.length).toBeLessThanOrEqual(KEEP)
      const packet = readVxlan(record, PORTS)
      if (packet.ok) told.packets += 1
      else told.errors.push(packet.error.code)
    }
  }
  const end = reader.end()
  if (!end.ok) told.errors.push(end.error.code)
  expect(told.errors.filter(code => !CODES.includes(code))).toEqual([])
  return told
}

const samples = sampleNames().map(readSample)
const sample = fc.constantFrom(...samples)

const SPLINTERS = [0x00, 0xff, 0x7f, 0x80, 0x01, 0x3c, 0x2c, 0x2b, 0x45, 0x4f, 0x60, 0x81, 0x88]
const mutation = fc.record({
  at: fc.nat(2000),
  byte: fc.oneof(fc.constantFrom(...SPLINTERS), fc.nat(255)),
  run: fc.constantFrom(1, 1, 1, 2, 4, 16),
})

describe('hostile bytes', () => {
  it('changed anywhere: packets or an error, nothing else', () => {
    fc.assert(
      fc.property(sample, fc.array(mutation, { minLength: 1, maxLength: 12 }), (bytes, mutations) => {
        const changed = bytes.slice()
        for (const { at, byte, run } of mutations) changed.fill(byte, at % changed.length, (at % changed.length) + run)
        readAll([changed])
      }),
      { numRuns: 6000, seed: SEED },
    )
  })

  it('cut off, repeated and glued: packets or an error, nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(sample, fc.nat(1200), fc.nat(1200)), { maxLength: 4 }), parts => {
        readAll(
          parts.map(([bytes, from, length]) => bytes.subarray(from % bytes.length, (from % bytes.length) + length)),
        )
      }),
      { numRuns: 3000, seed: SEED },
    )
  })

  it('a packet of any bytes on any link is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(0, 1, 101, 113, 276), (data, linkType) => {
        const packet = readVxlan({ data, linkType }, PORTS)
        if (!packet.ok) expect(CODES).toContain(packet.error.code)
      }),
      { numRuns: 3000, seed: SEED },
    )
  })

  it('every capture cut off at every byte ends with an error', () => {
    for (const bytes of samples) {
      const borders = new Set([24])
      for (let at = 24; at < bytes.length; ) {
        at += 16 + new DataView(bytes.buffer).getUint32(at + 8, true)
        borders.add(at)
      }
      for (let length = 0; length < bytes.length; length++)
        if (!borders.has(length)) expect(readAll([bytes.subarray(0, length)]).errors.at(-1)).toBe('truncated')
    }
  })
})

const HEADER = readSample('seed-first-ping.pcap').slice(0, 24)
const record = (captured: number, length = captured): Uint8Array => {
  const head = new DataView(new ArrayBuffer(16))
  head.setUint32(8, captured, true)
  head.setUint32(12, length, true)
  return new Uint8Array(head.buffer)
}

describe('lengths that lie', () => {
  it('a snapshot length of 0xffffffff is nobody’s business', () => {
    const bytes = readSample('seed-first-ping.pcap')
    bytes.fill(0xff, 16, 20)
    expect(readAll([bytes])).toEqual({ packets: 6, errors: [] })
  })

  it.each([262_145, 0x7fffffff, 0xffffffff])('a packet of %d bytes is an error at once', length => {
    expect(readAll([HEADER, record(length)]).errors).toEqual(['badLength', 'badLength'])
  })

  it('packets without a byte are packets that are cut off', () => {
    expect(readAll([HEADER, ...Array.from({ length: 1000 }, () => record(0))])).toEqual({
      packets: 0,
      errors: Array.from({ length: 1000 }, () => 'truncated'),
    })
  })

  it('extension headers without end are refused', () => {
    const data = new Uint8Array(400)
    data.set([0x86, 0xdd, 0x60], 12)
    // Each names itself as the next, at the least length.
    expect(readVxlan({ data, linkType: 1 }, PORTS)).toMatchObject({ ok: false, error: { code: 'badLength' } })
  })

  it('tags without end are refused', () => {
    const data = new Uint8Array(400)
    for (let at = 12; at < 400; at += 4) data.set([0x81, 0x00], at)
    expect(readVxlan({ data, linkType: 1 }, PORTS)).toMatchObject({ ok: false, error: { code: 'truncated' } })
  })

  it('100 MB of one chunk after the other hold no more than one packet', () => {
    const megabyte = new Uint8Array(1024 * 1024)
    const packet = new Uint8Array([...record(262_144), ...megabyte.subarray(0, 262_144)])
    const reader = createPcapReader()
    reader.push(HEADER)
    const before = process.memoryUsage().arrayBuffers
    let packets = 0
    for (let bytes = 0; bytes < 100 * 1024 * 1024; bytes += packet.length) {
      const read = reader.push(packet)
      packets += read.ok ? read.value.length : 0
    }
    expect(packets).toBe(400)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024)
  })
})
