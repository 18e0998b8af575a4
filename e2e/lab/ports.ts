import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

const LISTEN = '0A'

/** Sockets in state LISTEN in a table of `/proc/PID/net/tcp` (proc(5): hexadecimal address and port, inode in the tenth column). */
export const parseListeners = (table: string): { port: number; inode: string }[] =>
  table
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === LISTEN)
    .flatMap(columns => {
      const [port, inode] = [columns[1]?.split(':')[1], columns[9]]
      return port === undefined || inode === undefined ? [] : [{ port: Number.parseInt(port, 16), inode }]
    })

const holdsSocket = (pid: number, inode: string): boolean =>
  readdirSync(`/proc/${pid}/fd`).some(fd => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`)

/** Whether that very process listens on that port, without knocking. */
export const isListening = (port: number, pid: number): boolean => {
  try {
    return ['tcp', 'tcp6']
      .flatMap(table => parseListeners(readFileSync(`/proc/${pid}/net/${table}`, 'utf8')))
      .some(listener => listener.port === port && holdsSocket(pid, listener.inode))
  } catch {
    // It ended, or opens and closes files just now.
    return false
  }
}

const canListen = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  })

/** The ports from `base` on that can't be listened on. */
export const takenPorts = async (base: number, count: number): Promise<number[]> => {
  const ports = Array.from({ length: count }, (_, index) => base + index)
  const free = await Promise.all(ports.map(canListen))
  return ports.filter((_, index) => !free[index])
}

export const DEFAULT_PORT_BASE = 2201
const OTHER_BASES = { first: 21_001, step: 100, count: 90 }

/** Where to look for free ports, in order. Other names begin at different places, lest two that come up at once meet. */
export const portBases = (instance: string, defaultInstance: string): number[] => {
  const start = [...instance].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % OTHER_BASES.count, 7)
  const others = Array.from(
    { length: OTHER_BASES.count },
    (_, index) => OTHER_BASES.first + ((start + index) % OTHER_BASES.count) * OTHER_BASES.step,
  )
  return instance === defaultInstance ? [DEFAULT_PORT_BASE, ...others] : others
}

/** Ports from `base` on that are one's own until they are listened on. */
export interface Claim {
  base: number
  release(): void
}

/**
 * Of two labs that come up at once both may find the same ports free. A name in the kernel's table of abstract sockets belongs to one
 * of them, and goes with its process (unix(7)).
 */
export const claimPorts = (base: number): Promise<Claim | null> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(`\0vxscope-lab-ports-${base}`, () => resolve({ base, release: () => void server.close() }))
    server.unref()
  })

/** The first of these from which on `count` ports can be listened on, and that nobody else has claimed; undefined if there is none. */
export const claimFreeBase = async (bases: readonly number[], count: number): Promise<Claim | undefined> => {
  for (const base of bases) {
    const claim = await claimPorts(base)
    if (claim && (await takenPorts(base, count)).length === 0) return claim
    claim?.release()
  }
  return undefined
}
