import { open } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import { fail, ok, type Result } from '@/lib/model/result'

const MAX_BYTES = 1024 * 1024

/** At most so much of a file; a device that never ends must not either. */
const readBounded = async (file: string): Promise<Result<string, string>> => {
  try {
    const handle = await open(file)
    try {
      const buffer = Buffer.alloc(MAX_BYTES + 1)
      let length = 0
      for (;;) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length)
        length += bytesRead
        if (bytesRead === 0 || length > MAX_BYTES) break
      }
      if (length > MAX_BYTES) return fail(`larger than ${MAX_BYTES} bytes`)
      return ok(buffer.toString('utf8', 0, length))
    } finally {
      await handle.close()
    }
  } catch (error) {
    return fail(
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'file not found'
        : 'the file can not be read',
    )
  }
}

/** A change's file, YAML or JSON, as data that no schema has looked at; else what is wrong, with line and column. */
export const readChangeFile = async (file: string): Promise<Result<unknown, string>> => {
  const text = await readBounded(file)
  if (!text.ok) return text
  const document = parseDocument(text.value)
  const [problem] = document.errors
  if (problem) {
    const at = problem.linePos?.[0]
    return fail(`${at ? `line ${at.line}, column ${at.col}: ` : ''}neither YAML nor JSON (${problem.code})`)
  }
  try {
    return ok(document.toJS({ maxAliasCount: 50 }))
  } catch {
    return fail('its aliases can not be resolved')
  }
}
