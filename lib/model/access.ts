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
