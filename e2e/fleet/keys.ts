import { createHash } from 'node:crypto'
import ssh2, { type ParsedKey } from 'ssh2'

/** The key of one line or file; throws where it can't be read. */
export const parseKey = (key: string): ParsedKey => {
  const parsed = ssh2.utils.parseKey(key)
  if (parsed instanceof Error) throw parsed
  return parsed
}

/** As `ssh-keygen -l` prints it: `SHA256:…`. */
export const fingerprintOf = (publicKey: string): string => {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}
