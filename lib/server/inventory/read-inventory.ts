import { type FileHandle, open } from 'node:fs/promises'
import { Inventory } from '@/lib/model/inventory'
import { fail, ok, type Result } from '@/lib/model/result'
import { MAX_INVENTORY_BYTES, parseInventory } from './parse-inventory'
import { fileProblem, INVENTORY_EXAMPLE, type InventoryProblem, inventoryProblem } from './problem'

/** At most one byte more than is allowed, so that a device or a pipe without end is bounded like a file. */
const readBounded = async (handle: FileHandle): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  while (size <= MAX_INVENTORY_BYTES) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(64 * 1024))
    if (bytesRead === 0) break
    chunks.push(buffer.subarray(0, bytesRead))
    size += bytesRead
  }
  return Buffer.concat(chunks)
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

const describeFailure = (file: string, code: string): InventoryProblem => {
  const expected = 'an inventory file'
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fileProblem(file, 'file not found', expected, `Write it; the smallest one:\n${INVENTORY_EXAMPLE}`)
    case 'EACCES':
    case 'EPERM':
      return fileProblem(file, 'may not be read', expected, 'Give the user that runs vxscope leave to read it.')
    case 'EISDIR':
      return fileProblem(file, 'is a folder', expected, 'Name the file in it.')
    default:
      return fileProblem(file, `can't be read (${code})`, expected)
  }
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

/** An inventory file's text, and its absence, as they are; what is wrong with the file comes back as problems. Never throws. */
export const readInventoryText = async (file: string): Promise<Result<string | null, InventoryProblem[]>> => {
  let bytes: Buffer
  try {
    const handle = await open(file, 'r')
    try {
      bytes = await readBounded(handle)
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' ? ok(null) : fail([describeFailure(file, code)])
  }
  if (bytes.length > MAX_INVENTORY_BYTES) {
    return fail([fileProblem(file, 'the file is larger than 4 MiB', 'an inventory of at most 4 MiB')])
  }
  return decode(file, bytes)
}

/** Reads an inventory file. What is wrong with the file or in it comes back as problems; it never throws. */
export const readInventory = async (file: string): Promise<Result<Inventory, InventoryProblem[]>> => {
  const text = await readInventoryText(file)
  if (!text.ok) return text
  return text.value === null ? fail([describeFailure(file, 'ENOENT')]) : parseInventory(text.value, file)
}

/** The same for a first start: a file that doesn't exist yet (`absent`) is an inventory without nodes. */
export const readFirstInventory = async (
  file: string,
): Promise<Result<{ inventory: Inventory; absent: boolean }, InventoryProblem[]>> => {
  const text = await readInventoryText(file)
  if (!text.ok) return text
  if (text.value === null) return ok({ inventory: Inventory.parse({}), absent: true })
  const inventory = parseInventory(text.value, file)
  return inventory.ok ? ok({ inventory: inventory.value, absent: false }) : inventory
}
