import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { captureCommand } from './evidence'
import { main } from './main'
import { createTestIo } from './test-io'

let home = ''
let configFile = ''
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'vxscope-evidence-'))
  configFile = path.join(home, 'vxscope.yaml')
})
afterEach(() => rmSync(home, { recursive: true }))

const run = async (...words: string[]) => {
  const { io, stdout, stderr } = createTestIo({ home })
  const status = await main([...words, '-c', configFile], io)
  return { status, stdout: stdout(), stderr: stderr() }
}

it('captures nothing that there is no place to write', async () => {
  const file = path.join(home, 'file')
  writeFileSync(file, '')
  const { io, stdout, stderr } = createTestIo({ home })
  const given = { configFile, json: false, request: { vni: 42 } }
  expect(await captureCommand({ ...given, folder: path.join(file, 'captures') }, io)).toBe(2)
  expect(stderr()).toBe(`--write ${file}/captures: no folder that can be made, or written to\n`)
  expect(stdout()).toBe('')
})

describe('what is typed', () => {
  it.each([
    ['probe a 42 10.0.1.254 --count 11', '--count: expected at most 10'],
    ['probe a 42 10.0.1.254 --count x', '--count: expected a number, got a text'],
    ['probe a 42 10.0.1.254 --follow -1', '--follow: expected at least 0'],
    ['probe a 42 foo', 'to: expected an IP address'],
    ['probe a 42 fe80::1 --arping', '--arping: expected ping for an IPv6 address, which ARP has none of'],
    ['capture 42 --seconds 0', '--seconds: expected at least 1'],
    ['capture 42 --packets 9999', '--packets: expected at most 2000'],
    ['capture 42 -- -a', 'node: expected a name of letters'],
  ])('%s: 2, and what is expected', async (words, message) => {
    const { io, stdout, stderr } = createTestIo({ home })
    expect(await main(words.split(' '), io)).toBe(2)
    expect(stdout()).toBe('')
    expect(stderr()).toContain(message)
    expect(stderr()).toContain('--help')
  })

  it.each([['probe'], ['capture']])('%s takes a VNI that is none for no number', async command => {
    const { status, stderr } = await run(command, '4x2', '4x2', '10.0.1.254')
    expect(status).toBe(2)
    expect(stderr).toContain('Expected a whole number from 0 to 16777215.')
  })
})

/** The collector is loaded when it is first asked for. */
describe('a node that is named', { timeout: 30_000 }, () => {
  const COMMANDS = [
    ['probe', 'a', '42', '10.0.1.254'],
    ['capture', '42', 'a'],
  ]

  it.each(COMMANDS)('and is in no inventory: 2, and which are (%s)', async (...words) => {
    writeFileSync(configFile, 'nodes: [{ name: leaf1 }]')
    const { status, stdout, stderr } = await run(...words)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(`notFound: ${configFile} has no node "a".\n  It has leaf1.\n`)
  })

  it.each(COMMANDS)('and can not be reached: 3, and why (%s)', async (...words) => {
    writeFileSync(configFile, 'probe: true\ncapture: true\nnodes: [{ name: a, host: 127.0.0.1, port: 1, user: ops }]')
    const { status, stdout, stderr } = await run(...words, '--json')
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'unreachable' } })
    expect(stderr).toMatch(/^a: unreachable: .+\n {2}.+\n$/)
  })

  it('not at all, and none can be reached: 3, since a VNI that is not known may be there', async () => {
    writeFileSync(configFile, 'capture: true\nnodes: [{ name: a, host: 127.0.0.1, port: 1, user: ops }]')
    const { status, stderr } = await run('capture', '42')
    expect(status).toBe(3)
    expect(stderr).toContain('a: unreachable: ')
    expect(stderr).not.toContain('/api/')
  })
})
