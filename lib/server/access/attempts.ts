import { isIPv6 } from 'node:net'

/** After so many failures in a row each further one waits twice as long as the last, up to `most` ms. */
interface Slowing {
  free: number
  most: number
}

const BY_NAME: Slowing = { free: 5, most: 30_000 }
const BY_ADDRESS: Slowing = { free: 10, most: 60_000 }
const FIRST_WAIT_MS = 1000
/** Failures are forgotten after so long a time without one. */
const FORGET_MS = 15 * 60_000

interface Failures {
  count: number
  at: number
  until: number
}

/** A whole /64 is one household's (RFC 6177). */
const placeOf = (address: string): string => {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!isIPv6(bare)) return bare
  const [left = '', right = ''] = bare.toLowerCase().split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === '' ? [] : right.split(':')
  const gap = bare.includes('::') ? Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0') : []
  return [...head, ...gap, ...tail].slice(0, 4).join(':')
}

/** How login attempts are slowed. */
export interface Attempts {
  /**
   * Counts an attempt as failed until it is known to be none, so that many at once are no way around it. Gives the ms to wait
   * where it came too early; then it isn't to be tried.
   */
  begin(name: string, address: string): number
  /** The attempt was none. */
  succeed(name: string, address: string): void
}

/**
 * Slows attempts by name and by address, in bounded memory. Names there are none of count as those there are. An address from
 * which somebody has logged in isn't slowed by what others try with their name from elsewhere.
 */
export const createAttempts = (now: () => number, bound = 10_000): Attempts => {
  const failures = new Map<string, Failures>()
  const familiar = new Set<string>()

  const keep = (key: string, value: Failures): void => {
    failures.delete(key)
    failures.set(key, value)
    for (const oldest of failures.keys()) {
      if (failures.size <= bound) break
      failures.delete(oldest)
    }
  }

  const lastOf = (key: string): Failures => {
    const last = failures.get(key)
    return last && now() - last.at < FORGET_MS ? last : { count: 0, at: 0, until: 0 }
  }

  const fail = (key: string, { free, most }: Slowing): void => {
    const count = lastOf(key).count + 1
    const wait = count < free ? 0 : Math.min(most, FIRST_WAIT_MS * 2 ** Math.min(30, count - free))
    keep(key, { count, at: now(), until: now() + wait })
  }

  const nameKey = (name: string, place: string): string =>
    familiar.has(`${name} ${place}`) ? `name ${name} ${place}` : `name ${name}`

  return {
    begin: (name, address) => {
      const place = placeOf(address)
      const keys = [
        [nameKey(name, place), BY_NAME],
        [`address ${place}`, BY_ADDRESS],
      ] as const
      const wait = Math.max(...keys.map(([key]) => lastOf(key).until - now()))
      if (wait > 0) return wait
      for (const [key, slowing] of keys) fail(key, slowing)
      return 0
    },
    succeed: (name, address) => {
      const place = placeOf(address)
      failures.delete(nameKey(name, place))
      // Of the address only this attempt: whoever has one account must not get endless attempts at others by it.
      const { count, at } = lastOf(`address ${place}`)
      keep(`address ${place}`, { count: Math.max(0, count - 1), at, until: 0 })
      familiar.add(`${name} ${place}`)
      for (const oldest of familiar) {
        if (familiar.size <= bound) break
        familiar.delete(oldest)
      }
    },
  }
}
