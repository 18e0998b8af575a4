import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { connect, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const LAUNCHER = fileURLToPath(new URL('./launch.mjs', import.meta.url))
/** A first start may have to make the build. */
const LIMIT_MS = 240_000

let folder = ''
let config = ''
const started: ChildProcess[] = []

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-launch-'))
  config = path.join(folder, 'vxscope.yaml')
  writeFileSync(config, 'nodes: []\n')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

const launch = (...argv: string[]) => launchIn(folder, ...argv)

const launchIn = (cwd: string, ...argv: string[]) => {
  const { PORT: _port, ...env } = process.env
  const child = spawn(process.execPath, [LAUNCHER, ...argv], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  started.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return { child, output: () => text, ended: once(child, 'exit').then(([code]) => code) }
}

const serve = async (...argv: string[]) => {
  const run = launch('--config', config, '--port', '0', ...argv)
  await expect.poll(() => run.output(), { timeout: LIMIT_MS, interval: 50 }).toMatch(/^vxscope at http/m)
  return { ...run, port: Number(/vxscope at \S+:(\d+) /.exec(run.output())?.[1]) }
}

const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const statusUnder = (port: number, host: string, target = '/healthz'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: target, headers: { host } }, answer => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.on('error', reject).end()
  })

describe('npm start', { timeout: LIMIT_MS }, () => {
  it('says where it serves, and how many nodes of which file', async () => {
    const { output, port } = await serve()
    expect(output()).toContain(`vxscope at http://127.0.0.1:${port} · 0 nodes from vxscope.yaml`)
  })

  it('answers under names of this machine alone', async () => {
    const { port } = await serve()
    for (const host of ['localhost', `127.0.0.1:${port}`, '[::1]:80'])
      expect(await statusUnder(port, host), host).not.toBe(421)
    for (const host of ['evil.example', `127.0.0.1.evil.example:${port}`])
      expect(await statusUnder(port, host), host).toBe(421)
  })

  it('goes by the host of an absolute target before the Host header', async () => {
    const { port } = await serve()
    expect(await statusUnder(port, 'localhost', 'http://evil.example/healthz')).toBe(421)
    expect(await statusUnder(port, 'evil.example', `http://127.0.0.1:${port}/healthz`)).toBe(200)
  })

  it.each([
    ['/api/v1/nodes/%ff', 400, 'badRequest'],
    ['/api/v1/nodes/%E0%A4%A', 400, 'badRequest'],
    ['/api/v1/nodes/none', 404, 'notFound'],
    ['/api/v1/none', 404, 'notFound'],
    ['/api', 404, 'notFound'],
  ])('answers %s with %i and an error that programs can read', async (target, status, code) => {
    const { port } = await serve()
    const answer = await fetch(`http://127.0.0.1:${port}${target}`)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: { code, hint: expect.stringMatching(/\S/) } })
  })

  it.each(['/healthz', '/api/v1/stream'])(
    'ends within two seconds with exit 0 while a client holds %s',
    async where => {
      const { child, ended, port } = await serve()
      const held = connect(port, '127.0.0.1')
      held.on('error', () => {})
      await once(held, 'connect')
      held.write(`GET ${where} HTTP/1.1\r\nhost: localhost\r\n\r\n`)
      await once(held, 'data')
      const asked = performance.now()
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
      expect(performance.now() - asked).toBeLessThan(2000)
    },
  )

  it('ends by itself when the program that started it is gone', async () => {
    const { child, ended } = await serve('--exit-with-parent')
    child.disconnect()
    expect(await ended).toBe(0)
  })

  it('refuses a port in use before anything runs', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const port = portOf(other)
    const { output, ended } = launch('--config', config, '--port', `${port}`)
    expect(await ended).toBe(2)
    expect(output()).toContain(`127.0.0.1:${port} is in use`)
    other.close()
  })

  it.each([
    ['an unknown flag', ['--nope'], 'Usage: npm start'],
    ['a port that is none', ['--port', '70000'], '--port is "70000"'],
    ['an address that others reach, without users', ['--host', '0.0.0.0'], 'there are no users who could log in'],
    ['a name in place of an address', ['--host', 'evil.example'], 'is no address'],
    ['a missing inventory', ['--config', '/nonexistent/vxscope.yaml'], '/nonexistent/vxscope.yaml'],
  ])('refuses %s with exit 2', async (_what, argv, said) => {
    const { output, ended } = launch(...argv)
    expect(await ended).toBe(2)
    expect(output()).toContain(said)
  })

  it('serves without an inventory where none is named and none is there yet', async () => {
    const empty = mkdtempSync(path.join(folder, 'empty-'))
    const { output } = launchIn(empty, '--port', '0')
    await expect.poll(output, { timeout: LIMIT_MS, interval: 50 }).toMatch(/^vxscope at .* 0 nodes from vxscope\.yaml/m)
  })

  it('refuses an inventory with a mistake, and says where it stands', async () => {
    const bad = path.join(folder, 'bad.yaml')
    writeFileSync(bad, 'nodes:\n  - { name: "a b" }\n')
    const { output, ended } = launch('--config', bad)
    expect(await ended).toBe(2)
    expect(output()).toMatch(/bad\.yaml:2:\d+: /)
  })
})
