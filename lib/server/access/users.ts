import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { AccessName, Role } from '@/lib/model/access'
import { Iso } from '@/lib/model/overlay'
import { fail, ok, type Result } from '@/lib/model/result'
import { PasswordHash } from './password'

/** `version` is another one after each change of the password: sessions begun before it have ended. */
export const User = z.strictObject({
  name: AccessName,
  role: Role,
  since: Iso,
  version: z.string().min(8).max(64),
  password: PasswordHash,
})
export type User = z.infer<typeof User>

/** Of the token itself only a digest is kept: 256 random bits need no slow one. */
export const Token = z.strictObject({
  name: AccessName,
  role: Role,
  since: Iso,
  expires: Iso.nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Token = z.infer<typeof Token>

const MOST = 1000

const areDistinct = (named: readonly { name: string }[]): boolean =>
  new Set(named.map(({ name }) => name)).size === named.length

/** The users file. */
export const Users = z.strictObject({
  users: z.array(User).max(MOST).refine(areDistinct, 'each name once').default([]),
  tokens: z.array(Token).max(MOST).refine(areDistinct, 'each name once').default([]),
})
export type Users = z.infer<typeof Users>

export const NO_USERS: Users = { users: [], tokens: [] }

/** Why nobody else may have a name; `null` where it is free. What was done is told by it: a user's is no token's. */
export const whyTaken = ({ users, tokens }: Users, wanted: string): string | null => {
  const has = ({ name }: { name: string }): boolean => name === wanted
  if (users.some(has)) return `There is a user ${wanted} already.`
  return tokens.some(has) ? `There is a token ${wanted} already.` : null
}

/** Somebody must log in: there is somebody who could. */
export const needsLogin = ({ users, tokens }: Users): boolean => users.length > 0 || tokens.length > 0

/** The file's text, checked whole; what is wrong with it as one line for people. */
export const parseUsers = (text: string): Result<Users, string> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail('not JSON')
  }
  const parsed = Users.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  return fail(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`)
}

export const printUsers = (users: Users): string => `${JSON.stringify(users, null, 2)}\n`

export const newVersion = (): string => randomBytes(12).toString('base64url')

const TOKEN = /^vxs_[A-Za-z0-9_-]{43}$/

/** A new token: 256 random bits, with a beginning by which scanners for secrets find it. */
export const newToken = (): string => `vxs_${randomBytes(32).toString('base64url')}`

export const digestToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The token that somebody shows, if it is one of ours that has not expired. */
export const findToken = (shown: string, { tokens }: Users, now: number): Token | null => {
  if (!TOKEN.test(shown)) return null
  // Compared are digests: how far one agrees tells nothing about the token.
  const digest = digestToken(shown)
  const found = tokens.find(({ sha256 }) => sha256 === digest)
  return found && (found.expires === null || Date.parse(found.expires) > now) ? found : null
}
