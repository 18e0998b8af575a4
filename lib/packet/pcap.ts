import { ok, type Result } from '@/lib/model/result'
import { type PacketError, packetError } from './error'

/** One packet of a capture. */
export interface PcapRecord {
  /** Microseconds since 1970 by the clock of the machine that captured it. */
  atUs: number
  /** As it was on the wire. */
  length: number
  /** What is kept of it, at most `KEEP`. */
  data: Uint8Array
  linkType: number
}

/** Of one packet no more is kept: all headers down to an inner TCP fit, with IP options and IPv6 outside and inside. */
export const KEEP = 512
/** libpcap's own limit (MAXIMUM_SNAPLEN): a longer record is no packet but a broken length. */
const LONGEST = 262_144
const FILE_HEADER = 24
const RECORD_HEADER = 16

/** First bytes of a file, and what they say of the rest (pcap-savefile(5)): byte order, and units of time in a microsecond. */
const MAGICS: Readonly<Record<number, { littleEndian: boolean; perUs: number }>> = {
  2712847316: { littleEndian: false, perUs: 1 },
  3569595041: { littleEndian: true, perUs: 1 },
  2712812621: { littleEndian: false, perUs: 1000 },
  1295823521: { littleEndian: true, perUs: 1000 },
}

interface Format {
  littleEndian: boolean
  perUs: number
  linkType: number
}

interface Open {
  atUs: number
  length: number
  /** Bytes of it that are still to come, and how many of those are kept. */
  left: number
  data: Uint8Array
  filled: number
}

/** Reads a capture as it comes. After the first error nothing more is read. */
export interface PcapReader {
  /** The packets that are whole now; what is begun waits for the next chunk. */
  push(chunk: Uint8Array): Result<PcapRecord[], PacketError>
  /** The capture has ended: an error where it did so in the middle of something. */
  end(): Result<null, PacketError>
}

const parseFormat = (head: DataView): Result<Format, PacketError> => {
  const magic = MAGICS[head.getUint32(0)]
  if (!magic) return packetError('notPcap', 'This does not begin as a pcap file does.')
  const { littleEndian, perUs } = magic
  if (head.getUint16(4, littleEndian) !== 2) return packetError('notPcap', 'This is no pcap file of version 2.')
  // The snapshot length that the header names is not believed: each record says its own. Its upper half is about checksums.
  return ok({ littleEndian, perUs, linkType: head.getUint32(20, littleEndian) & 0xffff })
}

/**
 * A reader of the pcap format (pcap-savefile(5)), both byte orders, micro- and nanoseconds. Whatever the bytes say, it holds one
 * header and one packet of `KEEP` bytes, and goes over each byte once.
 */
export const createPcapReader = (): PcapReader => {
  const head = new Uint8Array(FILE_HEADER)
  let headed = 0
  let format: Format | null = null
  let open: Open | null = null
  let failed: PacketError | null = null

  const beginRecord = ({ littleEndian, perUs }: Format): Result<Open, PacketError> => {
    const view = new DataView(head.buffer)
    const [seconds, part, captured, length] = [0, 4, 8, 12].map(at => view.getUint32(at, littleEndian))
    if (
      seconds === undefined ||
      part === undefined ||
      captured === undefined ||
      length === undefined ||
      captured > LONGEST
    )
      return packetError('badLength', `A packet says it is ${captured} bytes long; no packet is.`)
    const atUs = seconds * 1_000_000 + part / perUs
    return ok({ atUs, length, left: captured, data: new Uint8Array(Math.min(captured, KEEP)), filled: 0 })
  }

  /** Takes what it needs of the chunk from `at` on. @returns where it stopped */
  const fillHead = (chunk: Uint8Array, at: number, size: number): number => {
    const take = Math.min(size - headed, chunk.length - at)
    head.set(chunk.subarray(at, at + take), headed)
    headed += take
    return at + take
  }

  const fillRecord = (record: Open, chunk: Uint8Array, at: number): number => {
    const take = Math.min(record.left, chunk.length - at)
    const keep = Math.min(record.data.length - record.filled, take)
    record.data.set(chunk.subarray(at, at + keep), record.filled)
    record.filled += keep
    record.left -= take
    return at + take
  }

  const read = (chunk: Uint8Array): Result<PcapRecord[], PacketError> => {
    const records: PcapRecord[] = []
    let at = 0
    for (;;) {
      if (open !== null && format !== null) {
        at = fillRecord(open, chunk, at)
        if (open.left > 0) return ok(records)
        records.push({ atUs: open.atUs, length: open.length, data: open.data, linkType: format.linkType })
        open = null
      }
      const size = format === null ? FILE_HEADER : RECORD_HEADER
      at = fillHead(chunk, at, size)
      if (headed < size) return ok(records)
      headed = 0
      if (format === null) {
        const parsed = parseFormat(new DataView(head.buffer))
        if (!parsed.ok) return parsed
        format = parsed.value
      } else {
        const begun = beginRecord(format)
        if (!begun.ok) return begun
        open = begun.value
      }
    }
  }

  return {
    push: chunk => {
      if (failed) return { ok: false, error: failed }
      const result = read(chunk)
      if (!result.ok) failed = result.error
      return result
    },
    end: () => {
      if (failed) return { ok: false, error: failed }
      if (format !== null && open === null && headed === 0) return ok(null)
      return packetError('truncated', format === null ? 'No capture came.' : 'It ends in the middle of a packet.')
    },
  }
}
