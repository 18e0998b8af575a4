import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { version } from '@/package.json'
import { main } from './main'
import { createTestIo } from './test-io'

let home: string
let configFile: string

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'vxscope-cli-'))
  configFile = path.join(home, 'vxscope.yaml')
})
afterEach(() => rm(home, { recursive: true }))

const run = async (argv: string[], typed = '') => {
  const { io, stdout, stderr } = createTestIo({ home, typed })
  const status = await main(argv, io)
  return { status, stdout: stdout(), stderr: stderr() }
}

describe('usage', () => {
  it('says its version', async () => {
    expect(await run(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('names all commands and the exit codes', async () => {
    const { status, stdout } = await run(['--help'])
    expect(status).toBe(0)
    for (const word of ['parse', 'trust', 'snapshot', 'fdb', 'plan', 'watch', 'Exit codes: 0 fine'])
      expect(stdout).toContain(word)
  })

  it.each([
    [[]],
    [['nope']],
    [['fdb', '--nope']],
    [['trust']],
    [['trust', 'a', 'b']],
    [['trust', 'a', '--fingerprint', 'abc']],
  ])('%j is bad usage: 2, on stderr', async argv => {
    const { status, stdout, stderr } = await run(argv)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).not.toBe('')
  })

  it.each([['snapshot'], ['fdb'], ['trust', 'a'], ['watch'], ['fdb', '--watch', '--json']])(
    '%s without an inventory: 2, and how to write one',
    async (...argv) => {
      const { status, stderr } = await run([...argv, '--config', configFile])
      expect(status).toBe(2)
      expect(stderr).toContain(`${configFile}: file not found`)
    },
  )

  it('takes --config before the command, too', async () => {
    expect((await run(['--config', configFile, 'fdb'])).stderr).toContain(`${configFile}: file not found`)
  })
})

describe('output that can not be written', () => {
  const failing = (code: string) => {
    const write = (_chunk: Buffer, _encoding: string, done: (error: Error) => void) =>
      done(Object.assign(new Error(`${code}: write`), { code }))
    return Object.assign(new Writable({ write }), { isTTY: false })
  }

  it.each([
    ['ENOSPC', 2, /^output: not written, or not to its end: no space is left there\. .+\n$/],
    ['EPIPE', 0, /^$/],
  ])('%s: %d', async (code, status, told) => {
    const { io, stderr } = createTestIo({ typed: 'd6:ff:c1:27:69:a0 dst 10.0.2.1 self\n' })
    expect(await main(['parse', 'fdb', '--dev', 'vxlan0'], { ...io, stdout: failing(code) })).toBe(status)
    expect(stderr()).toMatch(told)
  })

  it('on stderr is no fault of its own', async () => {
    const { io } = createTestIo()
    expect(await main(['parse', 'nothing'], { ...io, stderr: failing('ENOSPC') })).toBe(2)
  })
})

describe('vxscope parse', () => {
  it('hands its words on, options too', async () => {
    const text = 'd6:ff:c1:27:69:a0 dst 10.0.2.1 self\n'
    const { status, stdout } = await run(['parse', 'fdb', '--dev', 'vxlan0'], text)
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([{ mac: 'd6:ff:c1:27:69:a0', ifname: 'vxlan0', dst: '10.0.2.1' }])
  })

  it('gives on the exit code', async () => {
    expect((await run(['parse', 'nothing'])).status).toBe(2)
  })
})

describe('nodes that can not be reached', () => {
  it('are named with code and hint on stderr: 3', async () => {
    await writeFile(configFile, 'nodes: [{ name: a, host: 127.0.0.1, port: 1, user: ops }]')
    const { status, stdout, stderr } = await run(['snapshot', '-c', configFile])
    expect(status).toBe(3)
    expect(stdout).toMatch(/^NODE +HOST +STATUS.*\na +127\.0\.0\.1:1 +unreachable/)
    expect(stderr).toMatch(/^a: unreachable: .+\n {2}.+\n$/)
  })

  it('are in the JSON as in the API', async () => {
    await writeFile(configFile, 'nodes: [{ name: a, host: 127.0.0.1, port: 1, user: ops }]')
    const { status, stdout } = await run(['fdb', '-c', configFile, '--json'])
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ total: 0, rows: [], nextCursor: null })
  })
})
