import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Role } from '@/lib/model/access'

const VXSCOPE = fileURLToPath(new URL('../../lib/cli/bin.mjs', import.meta.url))

/** Runs `vxscope` over an inventory; `typed` is its standard input. @returns its standard output */
export const vxscope = async (configFile: string, words: readonly string[], typed = ''): Promise<string> => {
  const child = spawn(process.execPath, [VXSCOPE, '--config', configFile, ...words])
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.end(typed)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`vxscope ${words.join(' ')}: exit ${code}: ${stderr}`)
  return stdout
}

export const PASSWORD = 'correct horse battery'

export const addUser = (configFile: string, name: string, role: Role): Promise<string> =>
  vxscope(configFile, ['user', 'add', name, '--role', role], `${PASSWORD}\n`)

/** @returns the token */
export const addToken = async (configFile: string, name: string, role: Role): Promise<string> =>
  (await vxscope(configFile, ['token', 'add', name, '--role', role])).trim()
