import type { Socket } from 'node:net'

/** A few ms of deciphering. */
const TURN_BYTES = 128 * 1024

/**
 * Takes no more than so many bytes of a socket in one turn of the event loop: libuv reads up to 2 MB of one socket before it looks
 * at the next, and a node that prints a large table would keep all others waiting.
 */
export const paceSocket = (socket: Socket): void => {
  let taken = 0
  const begin = (): void => {
    if (taken >= TURN_BYTES) socket.resume()
    taken = 0
  }
  socket.on('data', (chunk: Buffer) => {
    if (taken === 0) setImmediate(begin)
    taken += chunk.length
    if (taken >= TURN_BYTES) socket.pause()
  })
}
