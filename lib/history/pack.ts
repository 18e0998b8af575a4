import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { createPause } from '@/lib/turns'
import { entriesOf, type Slice, sliceOf } from './columns'
import { encodeLines, readJsonLines } from './json-lines'
import { linksOf, tableOf } from './tables'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

/** A few ms of work. */
const ROWS_OF_A_SLICE = 500
/** Above 4 brotli takes longer than it saves; zlib at any level leaves twice as much of 100,000 rows. */
const QUALITY = 4
/** A keyframe of 100,000 rows is some 6 MB before compression; what claims more than this isn't one of ours. */
const MAX_UNPACKED = 1 << 30

/** A reading as lines of JSON: when it was read, everything but the FDB, then the FDB in slices. */
export interface Packed {
  readAt: number
  rows: number
  /** Digests of what it says, ages left out: of the FDB; of everything else and of the address filters, which no event tells of. */
  head: string
  fdb: string
  lines: string[]
}

/** The commands' raw outputs say again what the rest does; what couldn't be read of them is kept. */
const headOf = ({ readAt: _, fdb: __, outputs, ...rest }: Reading) => ({
  ...rest,
  outputs: outputs.map(output => ({ ...output, output: '' })),
})

/** Gives way to others while it works; a reading never changes, so nothing can be half old. */
export const packReading = async (reading: Reading): Promise<Packed> => {
  const pause = createPause()
  const head = JSON.stringify(headOf(reading))
  const lines = [JSON.stringify({ format: 1, readAt: reading.readAt }), head]
  const digest = createHash('sha256')
  const headDigest = createHash('sha256').update(head)
  const linkOf = linksOf(reading)
  for (let start = 0; start < reading.fdb.length; start += ROWS_OF_A_SLICE) {
    const slice = reading.fdb.slice(start, start + ROWS_OF_A_SLICE)
    const { rows, identity, ages } = sliceOf(slice)
    const line = JSON.stringify({ rows, identity })
    const untold = slice.filter(entry => tableOf(entry, linkOf) === null)
    if (untold.length > 0) headDigest.update(JSON.stringify(sliceOf(untold).identity))
    digest.update(line)
    lines.push(line, JSON.stringify({ ages }))
    await pause()
  }
  return {
    readAt: reading.readAt,
    rows: reading.fdb.length,
    head: headDigest.digest('base64'),
    fdb: digest.digest('base64'),
    lines,
  }
}

/** Done by zlib's own threads. */
export const compressLines = async (lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY }
  return new Uint8Array(await compress(await encodeLines(lines), { params }))
}

type Head = Omit<Reading, 'readAt' | 'fdb'>

/** The one place that believes what a keyframe holds: `packReading` wrote it. */
const believed = (values: unknown[]) => values as [{ format: 1; readAt: number }, Head, ...Partial<Slice>[]]

/** Throws what zlib or JSON.parse throw when the bytes are none of ours. */
export const unpackReading = async (bytes: Uint8Array): Promise<Reading> => {
  const pause = createPause()
  const [{ readAt }, head, ...parts] = believed(
    await readJsonLines(await decompress(bytes, { maxOutputLength: MAX_UNPACKED })),
  )
  const fdb: FdbEntry[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const { rows = 0, identity = {} } = parts[at] ?? {}
    for (const entry of entriesOf({ rows, identity, ages: parts[at + 1]?.ages ?? {} })) fdb.push(entry)
    await pause()
  }
  return { readAt, ...head, fdb }
}
