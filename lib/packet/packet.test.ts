import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createPcapReader, type PcapRecord, readVxlan } from './index'

const SAMPLES = path.join(import.meta.dirname, 'samples')
const readSample = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(SAMPLES, name)))
const sampleNames = (): string[] => readdirSync(SAMPLES).filter(name => name.endsWith('.pcap'))

const PORTS = new Set([8472, 4789])

const recordsOf = (bytes: Uint8Array): PcapRecord[] => {
  const reader = createPcapReader()
  const read = reader.push(bytes)
  expect(reader.end().ok).toBe(true)
  return read.ok ? read.value : []
}

const linesOf = (bytes: Uint8Array): string[] =>
  recordsOf(bytes).map(record => {
    const packet = readVxlan(record, PORTS)
    if (!packet.ok) return `${packet.error.code}: ${packet.error.message}`
    const { src, dst, cast, dstPort, vni, inner } = packet.value
    return `${src} > ${dst}.${dstPort} ${cast} vni ${vni} ${inner.kind}: ${inner.text}`
  })

/** Bytes put in at a place of every packet, each record's length put right. */
const withInserted = (file: Uint8Array, at: number, extra: number[]): Uint8Array => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const parts = [file.subarray(0, 24)]
  for (let from = 24; from < file.length; ) {
    const length = view.getUint32(from + 8, true)
    const head = file.slice(from, from + 16)
    new DataView(head.buffer).setUint32(8, length + extra.length, true)
    const data = file.subarray(from + 16, from + 16 + length)
    parts.push(head, data.subarray(0, at), new Uint8Array(extra), data.subarray(at))
    from += 16 + length
  }
  return new Uint8Array(Buffer.concat(parts))
}

const FIRST_PING = [
  '10.0.2.1 > 239.1.1.1.8472 group vni 42 arpRequest: ARP, Request who-has 10.0.1.254 tell 10.0.1.1',
  '10.0.2.254 > 10.0.2.1.8472 unicast vni 42 arpReply: ARP, Reply 10.0.1.254 is-at 86:24:26:b2:11:5c',
]

describe('a capture of the lab', () => {
  it('tells the story of the first ping: the group once, then unicast', () => {
    const lines = linesOf(readSample('seed-first-ping.pcap'))
    expect(lines.slice(0, 2)).toEqual(FIRST_PING)
    expect(lines.slice(2).map(line => line.replace(/id \d+/, 'id N'))).toEqual(
      [1, 2].flatMap(seq => [
        `10.0.2.1 > 10.0.2.254.8472 unicast vni 42 echoRequest: IP 10.0.1.1 > 10.0.1.254: ICMP echo request, id N, seq ${seq}`,
        `10.0.2.254 > 10.0.2.1.8472 unicast vni 42 echoReply: IP 10.0.1.254 > 10.0.1.1: ICMP echo reply, id N, seq ${seq}`,
      ]),
    )
  })

  it.each(['seed-any.pcap', 'seed-nanoseconds.pcap', 'seed-any-sll2.pcap'])('%s: reads six packets', name => {
    const lines = linesOf(readSample(name))
    expect(lines).toHaveLength(6)
    expect(lines.filter(line => / vni 42 (arp|echo)/.test(line))).toHaveLength(6)
    expect(lines[0]).toContain('10.0.2.1 > 239.1.1.1.8472 group')
  })

  it('over IPv6: flooded to each of the list', () => {
    const lines = linesOf(readSample('her-ipv6.pcap'))
    const flood = 'unicast vni 100 arpRequest: ARP, Request who-has 192.0.2.2 tell 192.0.2.1'
    expect(lines.slice(0, 2)).toEqual(['3', '2'].map(last => `2001:db8:2::1 > 2001:db8:2::${last}.4789 ${flood}`))
  })

  it('times are of one capture, in order, to the microsecond and finer', () => {
    const times = (name: string) => recordsOf(readSample(name)).map(({ atUs }) => atUs)
    expect(times('seed-nanoseconds.pcap').some(atUs => !Number.isInteger(atUs))).toBe(true)
    const micro = times('seed-first-ping.pcap')
    expect(micro).toEqual(micro.toSorted((a, b) => a - b))
    // 29 November 2026
    expect(Math.floor((micro[0] ?? 0) / 86_400e6)).toBe(20_786)
  })

  it('a cut packet says where it ends', () => {
    expect(new Set(linesOf(readSample('seed-snap-60.pcap')))).toEqual(
      new Set(['truncated: The capture ends within the inner Ethernet header.']),
    )
  })

  it('802.1Q outside and inside is stepped over', () => {
    const outer = withInserted(readSample('seed-first-ping.pcap'), 12, [0x81, 0x00, 0x00, 0x0a])
    expect(linesOf(outer).slice(0, 2)).toEqual(FIRST_PING)
    const inner = withInserted(readSample('seed-first-ping.pcap'), 14 + 20 + 8 + 8 + 12, [0x81, 0x00, 0x60, 0x14])
    const [record] = recordsOf(inner)
    for (const at of [14 + 2, 14 + 20 + 4]) record?.data.set([0, (record.data[at + 1] ?? 0) + 4], at)
    const first = readVxlan(record ?? { data: new Uint8Array(), linkType: 1 }, PORTS)
    expect(first.ok && first.value.inner).toMatchObject({ vlan: 20, kind: 'arpRequest' })
  })

  it.each(sampleNames())('%s: the same however it is cut into chunks', name => {
    const bytes = readSample(name)
    const whole = recordsOf(bytes)
    const reader = createPcapReader()
    const pieces = Array.from(bytes, byte => reader.push(new Uint8Array([byte]))).flatMap(read =>
      read.ok ? read.value : [],
    )
    expect(pieces).toEqual(whole)
    expect(reader.end().ok).toBe(true)
  })

  it.each(sampleNames())('%s: the same in the other byte order', name => {
    const bytes = readSample(name)
    const view = new DataView(bytes.buffer)
    const swap = (at: number, size: 2 | 4) => bytes.subarray(at, at + size).reverse()
    const lengths: number[] = []
    for (let at = 24; at < bytes.length; ) {
      const length = view.getUint32(at + 8, true)
      lengths.push(length)
      for (const field of [0, 4, 8, 12]) swap(at + field, 4)
      at += 16 + length
    }
    swap(0, 4)
    for (const [at, size] of [
      [4, 2],
      [6, 2],
      [8, 4],
      [12, 4],
      [16, 4],
      [20, 4],
    ] as const)
      swap(at, size)
    expect(recordsOf(bytes)).toEqual(recordsOf(readSample(name)))
    expect(lengths.length).toBeGreaterThan(5)
  })
})
