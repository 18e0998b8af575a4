import { createServer } from 'node:net'

/** Whether a port of 127.0.0.1 can be listened on now. */
export const isFree = port =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)))
  })
