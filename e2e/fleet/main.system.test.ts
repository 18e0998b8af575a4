import { type ChildProcessWithoutNullStreams, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { parse } from 'yaml'
import { Inventory } from '@/lib/model/inventory'

const BIN = fileURLToPath(new URL('./bin.mjs', import.meta.url))
const children: ChildProcessWithoutNullStreams[] = []

const start = async (...args: string[]) => {
  const child = spawn(process.execPath, [BIN, ...args])
  children.push(child)
  const [configFile] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, configFile: String(configFile) }
}

const isListening = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const firstPort = (configFile: string): number =>
  Inventory.parse(parse(readFileSync(configFile, 'utf8'))).nodes[0]?.port ?? 0

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

it.each([
  ['SIGTERM', (child: ChildProcessWithoutNullStreams) => child.kill('SIGTERM')],
  ['SIGINT', (child: ChildProcessWithoutNullStreams) => child.kill('SIGINT')],
  ['the end of its stdin', (child: ChildProcessWithoutNullStreams) => child.stdin.end()],
])('ends by %s, with its port and its directory', async (_, end) => {
  const { child, configFile } = await start()
  const port = firstPort(configFile)
  expect(await isListening(port)).toBe(true)
  end(child)
  expect((await once(child, 'exit'))[0]).toBe(0)
  expect([await isListening(port), existsSync(configFile)]).toEqual([false, false])
})

it('ends when the IPC channel to its parent closes', async () => {
  const child = fork(BIN, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  if (!child.stdout) throw new Error('stdout is piped')
  await once(createInterface({ input: child.stdout }), 'line')
  child.disconnect()
  expect((await once(child, 'exit'))[0]).toBe(0)
})

it('starts fifty nodes of a thousand rows', async () => {
  const { configFile } = await start('--nodes', '50', '--rows', '1000')
  expect(Inventory.parse(parse(readFileSync(configFile, 'utf8'))).nodes).toHaveLength(50)
})

it('changes a fault by a line on stdin', async () => {
  const { child, configFile } = await start()
  child.stdin.write('fault vyos01 refuses-connections\n')
  await once(createInterface({ input: child.stderr }), 'line')
  await expect.poll(() => isListening(firstPort(configFile))).toBe(false)
})

it('ends with 2 and its usage on an option that it does not know', async () => {
  const child = spawn(process.execPath, [BIN, '--colour'])
  children.push(child)
  expect((await once(child, 'exit'))[0]).toBe(2)
})
