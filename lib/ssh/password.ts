import { open } from 'node:fs/promises'
import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { nodeError, systemCode } from './node-error'

/** Gives the password when a server asks for one, not before. The secret is in no error. */
export type PasswordSource = () => Promise<Result<string, NodeError>>

export const passwordFromEnv =
  (name: string, env: Record<string, string | undefined>): PasswordSource =>
  async () => {
    const value = env[name]
    if (value) return ok(value)
    const what = value === undefined ? 'is not set' : 'is empty'
    return fail(
      nodeError(
        'config',
        `the environment variable ${name} ${what}`,
        `The inventory takes this node's password from ${name}: set it where vxscope is started, then start it again.`,
      ),
    )
  }

const LONGEST = 4096

/** The first line of a file, without its line end. */
export const passwordFromFile =
  (file: string): PasswordSource =>
  async () => {
    try {
      const handle = await open(file, 'r')
      try {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(LONGEST), 0, LONGEST, 0)
        const [line = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/)
        if (line !== '') return ok(line)
        return fail(nodeError('config', `the first line of ${file} is empty`, 'The password stands in its first line.'))
      } finally {
        await handle.close()
      }
    } catch (error) {
      return fail(
        nodeError(
          'config',
          `the password file ${file} can't be read (${systemCode(error)})`,
          'Correct passwordFile in the inventory (relative to the inventory file), or let the user who runs vxscope read it.',
        ),
      )
    }
  }
