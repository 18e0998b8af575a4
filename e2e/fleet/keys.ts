import { createHash } from 'node:crypto'
import ssh2, { type ParsedKey } from 'ssh2'

export interface KeyPair {
  private: string
  public: string
}

/** The key of one line or file; throws where it can't be read. */
export const parseKey = (key: string): ParsedKey => {
  const parsed = ssh2.utils.parseKey(key)
  if (parsed instanceof Error) throw parsed
  return parsed
}

/** ssh2 1.17 now and then writes a private key that it can't read itself; such a one is made again. */
export const newKey = (): KeyPair => {
  for (let tries = 0; tries < 20; tries += 1) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519')
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair
  }
  throw new Error('no readable key in twenty tries')
}

/** As `ssh-keygen -l` prints it: `SHA256:…`. */
export const fingerprintOf = (publicKey: string): string => {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}
