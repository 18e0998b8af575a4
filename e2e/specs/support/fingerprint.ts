import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { HOST_KEY } from '../../lab/files'
import { nodeDir } from '../../lab/state'
import { LAB } from './environment'

/** The fingerprint of a lab node's host key, as `ssh-keygen -l` prints it: SHA-256 of the key's wire form. */
export const fingerprintOf = (node: string): string => {
  const [, key = ''] = readFileSync(path.join(nodeDir(LAB, node), `${HOST_KEY}.pub`), 'utf8').split(' ')
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}
