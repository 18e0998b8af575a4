import { once } from 'node:events'
import { type AddressInfo, createServer, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { paceSocket } from './pace-socket'

const SENT = 8 << 20

/** What a paced turn takes, and what node reads of a socket before it notices the pause. */
const MOST_IN_A_TURN = 256 * 1024

it('takes a flood of one socket over many turns of the loop, and all of it', async () => {
  const server = createServer(peer => peer.end(Buffer.alloc(SENT)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const socket = new Socket()
  paceSocket(socket)
  const turns: number[] = []
  let taken = 0
  socket.on('data', chunk => {
    if (taken === 0) {
      setImmediate(() => {
        turns.push(taken)
        taken = 0
      })
    }
    taken += chunk.length
  })
  socket.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  // The kernel holds more than one turn may take.
  socket.pause()
  await sleep(100)
  socket.resume()
  await once(socket, 'end')
  await sleep(0)
  server.close()
  expect(turns.reduce((sum, bytes) => sum + bytes)).toBe(SENT)
  expect(Math.max(...turns)).toBeLessThanOrEqual(MOST_IN_A_TURN)
})
