import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { main } from './main'
import { renderPlan } from './plan'
import { createTestIo } from './test-io'

let home: string
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'vxscope-cli-'))
  await writeFile(path.join(home, 'vxscope.yaml'), 'nodes: [{ name: a, host: 127.0.0.1, port: 1, user: ops }]')
})
afterEach(() => rm(home, { recursive: true }))

const plan = async (text: string | null, ...more: string[]) => {
  const file = path.join(home, 'change.yaml')
  if (text !== null) await writeFile(file, text)
  const { io, stdout, stderr } = createTestIo({ home })
  const status = await main(['plan', file, '-c', path.join(home, 'vxscope.yaml'), ...more], io)
  return { status, stdout: stdout(), stderr: stderr() }
}

describe('vxscope plan', () => {
  it.each([
    ['no file', null, 'change.yaml: file not found\nWrite it; the smallest one:\nnodes:\n'],
    ['no YAML', 'nodes: [', 'change.yaml:1:9: wrong indentation; expected '],
    ['a key twice', 'nodes: []\nnodes: []', 'change.yaml:2:1: this key stands twice; expected each key once\n'],
    ['nothing', '', '\n  expected a mapping with "nodes" in it'],
    ['no change', '[1, 2]', '\n  expected a mapping with "nodes" in it'],
    ['too much', `# ${'x'.repeat(1024 * 1024)}`, 'larger than'],
  ])('%s is bad input: 2', async (_, text, message) => {
    const { status, stdout, stderr } = await plan(text)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('a folder is bad input, too, and told as one', async () => {
    const { io, stderr } = createTestIo({ home })
    expect(await main(['plan', home, '-c', path.join(home, 'vxscope.yaml')], io)).toBe(2)
    expect(stderr()).toBe(`${home}: is a folder\nName the file in it.\n`)
  })

  it('the example of a change is one', async () => {
    const { stderr } = await plan(null)
    expect((await plan(stderr.slice(stderr.indexOf('nodes:')))).stderr).toContain('leaf1: node: ')
  })

  it('a field that is refused is named with its node: 1', async () => {
    const { status, stderr } = await plan('nodes: [{ node: a, action: create, name: vxlan1, vni: 16777216 }]')
    expect(status).toBe(1)
    expect(stderr).toContain('  a: vni: expected a whole number from 0 to 16777215')
  })

  it('the refusal is JSON where JSON is asked for', async () => {
    const { stdout } = await plan('{"nodes":[{"node":"a","action":"create","name":"vxlan1"}]}', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'changeRefused' },
      fields: [{ node: 'a', field: 'vni' }],
    })
  })

  it('a node that can not be reached: 3', async () => {
    const { status, stdout, stderr } = await plan('nodes: [{ node: a, action: delete, name: vxlan1 }]')
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
    expect(stderr).toMatch(/^a: unreachable: /)
  })

  it('a node that can not be reached is told as JSON where JSON is asked for', async () => {
    const { status, stdout } = await plan('nodes: [{ node: a, action: delete, name: vxlan1 }]', '--json')
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ fields: [{ node: 'a', field: 'node' }] })
  })

  it('a node that the inventory lacks is refused: 1', async () => {
    const { status, stderr } = await plan('nodes: [{ node: other, action: delete, name: vxlan1 }]')
    expect(status).toBe(1)
    expect(stderr).toContain('other: node: ')
  })
})

it('what other ends lack is told as it stands in a change file', () => {
  const offer = { node: 'b', action: 'update', name: 'vxlan1', vni: 1, remotes: ['10.0.2.3', '10.0.2.1'] } as const
  const text = renderPlan({
    digest: 'd',
    expiresAt: '',
    nodes: [],
    offers: [{ ...offer, remotes: [...offer.remotes] }],
  })
  const [, line = ''] = text.split('\n')
  expect(parse(`nodes:\n${line}`)).toEqual({ nodes: [offer] })
})
