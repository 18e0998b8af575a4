import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach } from 'vitest'
import type { NodeError } from '@/lib/model/error'
import type { Result } from '@/lib/model/result'
import { type ConnectionOptions, openConnection, type SshConnection } from './connection'
import type { SshTarget } from './target'
import { startServer, type TestServerOptions, testTarget, trusting } from './test-server'

const ending: (() => Promise<unknown>)[] = []

/** Done after the test, the last first. */
export const afterwards = (end: () => Promise<unknown>) => ending.push(end)

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

export const serve = async (options?: TestServerOptions) => {
  const server = await startServer(options)
  afterwards(server.stop)
  return server
}

export const connect = (target: SshTarget, options: ConnectionOptions): SshConnection => {
  const connection = openConnection(target, options)
  afterwards(() => connection.close())
  return connection
}

/** A server and a connection to it that trusts its key. */
export const connectTo = async (
  options?: TestServerOptions,
  given: Partial<ConnectionOptions> = {},
  target: Partial<SshTarget> = {},
) => {
  const server = await serve(options)
  const connection = connect(testTarget({ ...target, port: server.port }), { trust: trusting(server.known), ...given })
  return { server, connection }
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Bytes of buffers that somebody still holds: what is only garbage is collected first. */
export const heldBytes = (): number => {
  collect()
  return process.memoryUsage().arrayBuffers
}

export const RUN = { timeoutMs: 5_000, maxBytes: 1_000_000, stdin: '' }

export const okOf = <T>(result: Result<T, NodeError>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

export const errorOf = <T>(result: Result<T, NodeError>): NodeError => {
  if (result.ok) throw new Error(`no error: ${JSON.stringify(result.value)}`)
  return result.error
}
