import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

const LISTEN = '0A'

/** Ports in state LISTEN in a table of `/proc/PID/net/tcp` (proc(5): hexadecimal address and port). */
export const parseListeners = (table: string): number[] =>
  table
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === LISTEN)
    .flatMap(([, local]) => (local === undefined ? [] : [Number.parseInt(local.split(':')[1] ?? '', 16)]))

/** Whether somebody listens on that port in the network namespace of that process, without knocking. */
export const isListening = (port: number, pid: number | 'self' = 'self'): boolean => {
  try {
    return ['tcp', 'tcp6'].some(table =>
      parseListeners(readFileSync(`/proc/${pid}/net/${table}`, 'utf8')).includes(port),
    )
  } catch {
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
const STEP = 100
const LAST_BASE = 9_901

/** The default range if it is free, else the next free one in steps of 100; undefined if all are taken. */
export const findFreeBase = async (count: number, first: number): Promise<number | undefined> => {
  for (let base = first; base <= LAST_BASE; base += STEP) {
    if ((await takenPorts(base, count)).length === 0) return base
  }
  return undefined
}
