import { z } from 'zod'

/** What somebody may: viewer reads; operator applies changes, probes, captures, silences; admin inventory, trust, users. */
export const Role = z.enum(['viewer', 'operator', 'admin'])
export type Role = z.infer<typeof Role>

/** A role may all that those before it may. */
const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

export const mayAs = (has: Role, needs: Role): boolean => RANK[has] >= RANK[needs]

/** local: this machine's own users, as long as no user is configured. cli: the `vxscope` command. */
export const Via = z.enum(['local', 'session', 'token', 'cli'])
export type Via = z.infer<typeof Via>

/** Who asks: a user, a token, or `local`. `from` is the address they ask from. */
export const Principal = z.object({ name: z.string(), role: Role, via: Via, from: z.string().nullable() })
export type Principal = z.infer<typeof Principal>

const USER_NAME = 'a name of lower-case letters, digits, ".", "_" and "-", at most 32, beginning with a letter'

/** Names that stand for no user. */
const RESERVED: readonly string[] = ['local', 'unknown']

/** What a user or a token may be called. */
export const AccessName = z
  .string(USER_NAME)
  .regex(/^[a-z][a-z0-9._-]{0,31}$/, USER_NAME)
  .refine(name => !RESERVED.includes(name), `another name than ${RESERVED.join(' or ')}`)

export const LEAST_PASSWORD = 10
export const MOST_PASSWORD = 256

/** Whatever was typed: what is no password of ours is refused as a wrong one is. */
export const LoginRequest = z.strictObject({
  name: z.string().max(256),
  password: z.string().max(MOST_PASSWORD),
})
export type LoginRequest = z.infer<typeof LoginRequest>

/** Who one is. `expiresAt`: when the session ends; `null` where none does. */
export const MeAnswer = z.object({ name: z.string(), role: Role, via: Via, expiresAt: z.string().nullable() })
export type MeAnswer = z.infer<typeof MeAnswer>
