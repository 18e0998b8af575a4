import { type FileHandle, open } from 'node:fs/promises'
import { fail, ok, type Result } from '@/lib/model/result'
import { fileProblem, type InventoryProblem, inventoryProblem } from './problem'

/** A kind of file that people write. */
export interface TextFile {
  /** What it should be: `an inventory file`. */
  expected: string
  /** The smallest one. */
  example: string
  /** In whole MiB. */
  mostBytes: number
}

/** At most one byte more than is allowed, so that a device or a pipe without end is bounded like a file. */
const readBounded = async (handle: FileHandle, most: number): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  while (size <= most) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(64 * 1024))
    if (bytesRead === 0) break
    chunks.push(buffer.subarray(0, bytesRead))
    size += bytesRead
  }
  return Buffer.concat(chunks)
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

const describeFailure = (file: string, code: string, { expected, example }: TextFile): InventoryProblem => {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fileProblem(file, 'file not found', expected, `Write it; the smallest one:\n${example}`)
    case 'EACCES':
    case 'EPERM':
      return fileProblem(file, 'may not be read', expected, 'Give the user that runs vxscope leave to read it.')
    case 'EISDIR':
      return fileProblem(file, 'is a folder', expected, 'Name the file in it.')
    default:
      return fileProblem(file, `can't be read (${code})`, expected)
  }
}

export const tooLarge = (file: string, { expected, mostBytes }: TextFile): InventoryProblem => {
  const most = `${mostBytes / 1024 / 1024} MiB`
  return fileProblem(file, `the file is larger than ${most}`, `${expected} of at most ${most}`)
}

/** Where the first byte stands that isn't UTF-8; what comes before it is decoded, so lines count as in an editor. */
const notUtf8 = (file: string, bytes: Buffer): InventoryProblem => {
  const expected = 'UTF-8'
  const isUtf16 = bytes[0] === 0xff || bytes[0] === 0xfe
  if (isUtf16) return fileProblem(file, 'the file is UTF-16; expected UTF-8', expected, 'Save it as UTF-8.')
  const good = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(bytes).split('\u{fffd}', 1)[0] ?? ''
  const lines = good.split('\n')
  const message = 'bytes that are not UTF-8; expected UTF-8'
  const column = (lines.at(-1)?.length ?? 0) + 1
  return inventoryProblem(file, { line: lines.length, column }, message, expected, 'Save the file as UTF-8.')
}

const decode = (file: string, bytes: Buffer): Result<string, InventoryProblem[]> => {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return fail([notUtf8(file, bytes)])
  }
}

/** Such a file's text; `null`: there is none. What is wrong with the file comes back as problems. Never throws. */
export const readTextIfAny = async (
  file: string,
  kind: TextFile,
): Promise<Result<string | null, InventoryProblem[]>> => {
  let bytes: Buffer
  try {
    const handle = await open(file, 'r')
    try {
      bytes = await readBounded(handle, kind.mostBytes)
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' ? ok(null) : fail([describeFailure(file, code, kind)])
  }
  return bytes.length > kind.mostBytes ? fail([tooLarge(file, kind)]) : decode(file, bytes)
}

/** The same where the file must be there. */
export const readText = async (file: string, kind: TextFile): Promise<Result<string, InventoryProblem[]>> => {
  const text = await readTextIfAny(file, kind)
  if (!text.ok) return text
  return text.value === null ? fail([describeFailure(file, 'ENOENT', kind)]) : ok(text.value)
}
