import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2'

/**
 * What is offered to a server, best first. The last of each list are there for VyOS 1.1 (OpenSSH 5.5), which knows nothing
 * newer: an RSA host key signed with SHA-1, group14-sha1 or group exchange, and hmac-sha1. A server that knows better never
 * gets to them, since the client's order decides (RFC 4253 §7.1). Not offered to anybody: DSS keys, group1, CBC and arcfour
 * ciphers, MD5.
 */
const KEX: NonNullable<Algorithms['kex']> = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group-exchange-sha256',
  'diffie-hellman-group14-sha1',
]

const CIPHERS: NonNullable<Algorithms['cipher']> = [
  'chacha20-poly1305@openssh.com',
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
]

const MACS: NonNullable<Algorithms['hmac']> = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
  'hmac-sha1',
]

const HOST_KEYS: ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
]

/** How a server may sign with a key of this kind: an `ssh-rsa` key signs in three ways (RFC 8332). */
const signatureAlgorithms = (keyKind: string): string[] =>
  keyKind === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [keyKind]

/** The offer to one server. The kinds of host keys in `preferred` come first, so that a server with several keys shows the known one. */
export const buildAlgorithms = (preferred: readonly string[]): Algorithms => {
  const wanted = preferred.flatMap(signatureAlgorithms)
  const known = HOST_KEYS.filter(algorithm => wanted.includes(algorithm))
  return {
    kex: KEX,
    cipher: CIPHERS,
    hmac: MACS,
    compress: ['none'],
    serverHostKey: [...known, ...HOST_KEYS.filter(algorithm => !known.includes(algorithm))],
  }
}
