import { createHash } from 'node:crypto'

/** A public key's fingerprint as OpenSSH prints it: `SHA256:` and base64 without padding. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** The kind of a public key in wire form (RFC 4253 §6.6: its first string); null when the bytes aren't a key. */
export const keyAlgorithm = (key: Buffer): string | null => {
  if (key.length < 4) return null
  const length = key.readUInt32BE(0)
  if (length === 0 || length > 64 || key.length < 4 + length) return null
  const name = key.toString('latin1', 4, 4 + length)
  return /^[a-z0-9@.-]+$/i.test(name) ? name : null
}
