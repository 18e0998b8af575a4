import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** A password as it is kept: the parameters it was hashed with stand beside it, so that they may change. Base64. */
export const PasswordHash = z.strictObject({
  kdf: z.literal('scrypt'),
  // A file that somebody else wrote must not make us ask for all memory there is.
  N: z
    .int()
    .min(2 ** 14)
    .max(2 ** 18),
  r: z.int().min(1).max(16),
  p: z.int().min(1).max(8),
  salt: z.base64().min(20).max(128),
  hash: z.base64().min(40).max(128),
})
export type PasswordHash = z.infer<typeof PasswordHash>

/** OWASP Password Storage Cheat Sheet, scrypt: 64 MiB, some 0.4 s of a small machine's core. */
const NOW = { N: 2 ** 16, r: 8, p: 2 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32

const derive = (password: string, salt: Buffer, { N, r, p }: Pick<PasswordHash, 'N' | 'r' | 'p'>, bytes: number) => {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  // The same letters however they were typed (NIST SP 800-63B §3.1.1.2).
  const text = password.normalize('NFKC')
  return new Promise<Buffer>((resolve, reject) =>
    scrypt(text, salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key))),
  )
}

export const hashPassword = async (password: string): Promise<PasswordHash> => {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, NOW, HASH_BYTES)
  return { kdf: 'scrypt', ...NOW, salt: salt.toString('base64'), hash: hash.toString('base64') }
}

/** Fits no password: what is compared with for users there are none of, so that they take as long. */
const NOBODY: PasswordHash = {
  kdf: 'scrypt',
  ...NOW,
  salt: randomBytes(SALT_BYTES).toString('base64'),
  hash: randomBytes(HASH_BYTES).toString('base64'),
}

/** Whether a password is the one that was hashed; never for `null`, in the same time. */
export const isPassword = async (password: string, kept: PasswordHash | null): Promise<boolean> => {
  const { salt, hash, ...parameters } = kept ?? NOBODY
  const wanted = Buffer.from(hash, 'base64')
  const derived = await derive(password, Buffer.from(salt, 'base64'), parameters, wanted.length)
  return timingSafeEqual(derived, wanted) && kept !== null
}
