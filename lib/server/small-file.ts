import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'

/** A file of a few kilobytes that this process alone writes. */
export interface SmallFile<T> {
  /**
   * What it holds; `null` where there is none yet. What can't be understood is moved aside, to `FILE.damaged`, and told to
   * `report`: nobody's word is overwritten unseen. Never throws.
   */
  read(): Promise<T | null>
  /** The same for who only looks: the file stays as it is, and what can't be read is told to `report`. Never throws. */
  peek(): Promise<T | null>
  /** Puts it in place whole, after what was asked for before. Throws when it can't be written. */
  write(value: T): Promise<void>
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const writeWhole = async (file: string, text: string): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true })
  const fresh = `${file}.${randomBytes(4).toString('hex')}.new`
  try {
    const handle = await open(fresh, 'wx', 0o644)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, file)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}

export const createSmallFile = <T>(
  file: string,
  schema: z.ZodType<T>,
  report: (message: string) => void,
): SmallFile<T> => {
  let last: Promise<unknown> = Promise.resolve()
  /** `undefined`: not understood. */
  const look = async (): Promise<T | null | undefined> => {
    try {
      return schema.safeParse(parse(await readFile(file, 'utf8'))).data
    } catch (error) {
      if (isAbsent(error)) return null
      throw error
    }
  }
  return {
    read: async () => {
      const found = await look().catch(() => undefined)
      if (found !== undefined) return found
      const kept = await rename(file, `${file}.damaged`).then(
        () => `it is kept as ${file}.damaged, and a new one begun`,
        () => 'it stays as it is',
      )
      report(`${file} could not be understood: ${kept}.`)
      return null
    },
    peek: async () => {
      const found = await look().catch(() => undefined)
      if (found === undefined) report(`${file} could not be read.`)
      return found ?? null
    },
    write: value => {
      const turn = last.then(() => writeWhole(file, `${JSON.stringify(value, null, 2)}\n`))
      last = turn.catch(() => {})
      return turn
    },
  }
}
