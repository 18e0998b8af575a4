import { link, mkdir, realpath, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { fail, ok, type Result } from '@/lib/model/result'
import { writeBeside } from '../write-beside'
import { type EditError, editError } from './edit'
import { formatProblems } from './problem'
import { readInventoryText } from './read-inventory'

const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

const CHANGED = editError(
  'changedMeanwhile',
  'Somebody else has just written to the inventory; nothing was written over it.',
  'Look at it again, then try once more.',
)

const cannotWrite = (file: string, error: unknown): EditError =>
  editError(
    'cannotWrite',
    `${file} can't be written (${systemCode(error)}).`,
    'The user that runs vxscope must be allowed to write the file and its folder; nothing was changed.',
  )

/** The file that a symbolic link leads to: it is replaced, and the link stays. */
const realFile = (file: string): Promise<string> => realpath(file).catch(() => path.resolve(file))

/** A file that didn't exist is made by `link`, which replaces nothing (link(2)). */
const putInPlace = async (fresh: string, file: string, before: string | null): Promise<'placed' | 'changed'> => {
  if (before === null) {
    try {
      await link(fresh, file)
      return 'placed'
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return 'changed'
      throw error
    }
  }
  const now = await readInventoryText(file)
  if (!now.ok || now.value !== before) return 'changed'
  await rename(fresh, file)
  return 'placed'
}

const editOnce = async (
  given: string,
  edit: (text: string | null) => Result<string, EditError>,
): Promise<Result<null, EditError>> => {
  const file = await realFile(given)
  const before = await readInventoryText(file)
  if (!before.ok) return fail(editError('inventoryUnusable', formatProblems(before.error), 'Mend the file first.'))
  const after = edit(before.value)
  if (!after.ok) return after
  let fresh: string | null = null
  try {
    await mkdir(path.dirname(file), { recursive: true })
    fresh = await writeBeside(file, after.value, 0o666)
    return (await putInPlace(fresh, file, before.value)) === 'placed' ? ok(null) : fail(CHANGED)
  } catch (error) {
    return fail(cannotWrite(given, error))
  } finally {
    if (fresh !== null) await rm(fresh, { force: true })
  }
}

/** One edit at a time in this process. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Reads the inventory file, lets `edit` make its new text of it (`null`: there is no file yet) and puts that in its place at
 * once and as a whole. What somebody else wrote meanwhile is never written over. Never throws.
 */
export const writeInventory = (
  file: string,
  edit: (text: string | null) => Result<string, EditError>,
): Promise<Result<null, EditError>> => {
  const turn = last.then(() => editOnce(file, edit))
  last = turn
  return turn
}
