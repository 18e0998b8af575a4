import { randomBytes } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Writes what is to replace `file` into a new file beside it: whole and on the disk, with the mode and owner of the file it
 * replaces, or `mode` where there is none. Gives its path.
 */
export const writeBeside = async (file: string, text: string, mode: number): Promise<string> => {
  const fresh = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(4).toString('hex')}.new`)
  const old = await stat(file).catch(() => null)
  const handle = await open(fresh, 'wx', old === null ? mode : old.mode & 0o777)
  try {
    await handle.writeFile(text)
    if (old !== null) {
      await handle.chmod(old.mode & 0o777)
      const own = await handle.stat()
      if (own.uid !== old.uid || own.gid !== old.gid) await handle.chown(old.uid, old.gid)
    }
    await handle.sync()
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  return fresh
}

/** Replaces a file that belongs to this user alone, whole or not at all. */
export const replacePrivate = async (file: string, text: string): Promise<void> => {
  const fresh = await writeBeside(file, text, 0o600)
  try {
    await rename(fresh, file)
  } finally {
    await rm(fresh, { force: true })
  }
}
