import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** An edit takes some ms; who holds a lock for longer was killed in it. */
const VOID_MS = 10_000
const LOOK_MS = 20

const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => null)

/** Empties a lock that its holder left behind. The file in it is named like no other lock's, so that nothing newer is undone. */
const empty = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name)
    const found = await stat(file).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > VOID_MS) await quietly(unlink(file))
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')

/**
 * Runs `work` while nobody else, in whichever process, runs theirs with the same `folder`. That is a folder which holds one file,
 * made aside and renamed: rename(2) puts a folder where there is none, or an empty one, for one alone. Throws what `work` throws,
 * or why there can be no such folder.
 */
export const withEditLock = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  const mark = randomBytes(8).toString('hex')
  const aside = `${folder}.${mark}`
  await mkdir(aside, { mode: 0o700 })
  try {
    await writeFile(path.join(aside, mark), '')
    for (;;) {
      try {
        await rename(aside, folder)
        break
      } catch (error) {
        if (!isTaken(error)) throw error
        await empty(folder)
        await sleep(LOOK_MS)
      }
    }
    return await work()
  } finally {
    await quietly(unlink(path.join(folder, mark)))
    await quietly(rmdir(folder))
    await rm(aside, { recursive: true, force: true })
  }
}
