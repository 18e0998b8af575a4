import { createHash, randomBytes } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { log } from '../log'
import { replacePrivate } from '../write-beside'
import { type AccessFiles, readOrMake, readPrivate } from './files'

const ALGORITHM = 'HS256'
const AUDIENCE = 'vxscope-session'

/** A login that goes on. Times in ms since 1970. */
export interface Session {
  id: string
  name: string
  /** Of the user when it began (users.ts). */
  version: string
  expires: number
}

/** Begins, reads and ends sessions. */
export interface Sessions {
  /** The cookie's name: another one for each secret, as cookies know no ports and two servers may share a host. */
  cookie(): Promise<string>
  /** A new session, under a new id, and the signed text of its cookie. */
  begin(user: { name: string; version: string }): Promise<{ session: Session; text: string }>
  /** The session of a cookie; `null` for what we didn't sign, and for one that is over. */
  read(text: string): Promise<Session | null>
  /** Whether a session goes on. */
  isOpen(session: Session): boolean
  /** Ends a session before its time, over a restart too. */
  end(session: Session): Promise<void>
}

const Claims = z.object({ sub: z.string(), jti: z.string(), ver: z.string(), exp: z.number() })
const Ended = z.array(z.tuple([z.string(), z.number()]))

const readEnded = async (file: string): Promise<Map<string, number>> => {
  const text = await readPrivate(file)
  if (!text.ok) throw new Error(text.error)
  if (text.value === null) return new Map()
  try {
    return new Map(Ended.parse(JSON.parse(text.value)))
  } catch {
    throw new Error(`${file} can't be understood. Remove it together with session-secret: everybody must log in again.`)
  }
}

/** Reads or makes the secret. Throws when it can't be used. */
const openSecret = async (file: string): Promise<Buffer> => {
  const secret = Buffer.from(await readOrMake(file, randomBytes(32).toString('base64')), 'base64')
  if (secret.length < 32) throw new Error(`${file} holds no secret of ours. Remove it: a new one is made.`)
  return secret
}

/** Nothing is read or made before somebody logs in or shows a cookie. All but `isOpen` throw when the files can't be used. */
export const createSessions = (
  files: Pick<AccessFiles, 'secret' | 'ended'>,
  { now, lifetimeMs }: { now: () => number; lifetimeMs: () => number },
): Sessions => {
  let ended = new Map<string, number>()
  let opened: Promise<Buffer> | null = null
  const open = async (): Promise<Buffer> => {
    const secret = await openSecret(files.secret)
    ended = await readEnded(files.ended)
    return secret
  }
  const ready = (): Promise<Buffer> => {
    opened ??= open().catch((cause: unknown) => {
      // Whoever mends the files need not start the server anew.
      opened = null
      throw cause
    })
    return opened
  }
  const isOpen = ({ id, expires }: Session): boolean => expires > now() && !ended.has(id)
  return {
    cookie: async () =>
      `vxscope-${createHash('sha256')
        .update(await ready())
        .digest('hex')
        .slice(0, 8)}`,
    begin: async ({ name, version }) => {
      // JWT counts whole seconds (RFC 7519 §2, NumericDate).
      const expires = Math.ceil((now() + lifetimeMs()) / 1000)
      const id = randomBytes(16).toString('base64url')
      const text = await new SignJWT({ ver: version })
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(name)
        .setJti(id)
        .setAudience(AUDIENCE)
        .setIssuedAt(Math.floor(now() / 1000))
        .setExpirationTime(expires)
        .sign(await ready())
      return { session: { id, name, version, expires: expires * 1000 }, text }
    },
    read: async text => {
      const secret = await ready()
      try {
        const currentDate = new Date(now())
        const { payload } = await jwtVerify(text, secret, { algorithms: [ALGORITHM], audience: AUDIENCE, currentDate })
        const { sub, jti, ver, exp } = Claims.parse(payload)
        const session = { id: jti, name: sub, version: ver, expires: exp * 1000 }
        return isOpen(session) ? session : null
      } catch {
        return null
      }
    },
    isOpen,
    end: async ({ id, expires }) => {
      ended.set(id, expires)
      for (const [other, over] of ended) if (over <= now()) ended.delete(other)
      try {
        await replacePrivate(files.ended, JSON.stringify([...ended]))
      } catch (error) {
        // In this process it has ended all the same.
        log.failure(error)
      }
    },
  }
}
