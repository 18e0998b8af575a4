import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { main } from './main'
// Else loaded when it is asked for first, within a test's time.
import './node'
import { createTestIo } from './test-io'

let home = ''
let config = ''

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'vxscope-node-'))
  config = path.join(home, 'vxscope.yaml')
})
afterEach(() => rmSync(home, { recursive: true }))

const run = async (...words: string[]) => {
  const { io, stdout, stderr } = createTestIo({ home })
  const status = await main(['--config', config, 'node', ...words], io)
  return { status, stdout: stdout(), stderr: stderr() }
}

describe('vxscope node', () => {
  it('adds a node to an inventory that is not there yet, and takes it out again', async () => {
    expect(await run('add', 'leaf1', '--host', '10.0.0.1', '--port', '2222', '--tag', 'dc1')).toMatchObject({
      status: 0,
      stdout: `Added leaf1 to ${config}\n`,
    })
    expect(readFileSync(config, 'utf8')).toContain(
      '  - name: leaf1\n    host: 10.0.0.1\n    port: 2222\n    tags: [ dc1 ]\n',
    )
    expect((await run('remove', 'leaf1')).status).toBe(0)
    expect(readFileSync(config, 'utf8')).toContain('nodes: []\n')
  })

  it('refuses a name that is there, one that is not, and what can be no node', async () => {
    writeFileSync(config, 'nodes:\n  - { name: leaf1 }\n')
    expect(await run('add', 'leaf1')).toMatchObject({ status: 1, stderr: expect.stringContaining('leaf1') })
    expect((await run('remove', 'leaf2')).status).toBe(1)
    expect(await run('test', 'leaf2')).toMatchObject({
      status: 2,
      stderr: `${config} has no node "leaf2".\nIt has leaf1.\n`,
    })
    expect(await run('add', 'leaf3', '--port', 'ssh')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('port: expected a whole number from 1 to 65535'),
    })
  })

  it('lists what an Ansible inventory holds, and adds what is named', async () => {
    const file = path.join(home, 'hosts')
    writeFileSync(file, '[leafs]\nleaf[1:3] ansible_user=ops\n')
    const listed = await run('import', 'ansible', '--file', file)
    expect(listed).toMatchObject({ status: 0, stdout: 'leaf1  ops@leaf1\nleaf2  ops@leaf2\nleaf3  ops@leaf3\n' })
    expect((await run('import', 'ansible', '--file', file, '--add', 'leaf2')).stdout).toBe(`Added leaf2 to ${config}\n`)
    expect((await run('import', 'ansible', '--file', file, '--add', 'leaf9')).status).toBe(2)
  })

  it('says which sources there are, and that one holds nothing', async () => {
    const { status, stderr } = await run('import', '/nope')
    expect(status).toBe(2)
    expect(stderr).toContain('Expected ssh-config or ansible.')
    expect(await run('import', 'ssh-config')).toMatchObject({
      ...{ status: 0, stdout: '', stderr: expect.stringMatching(/^Nothing found in ~\/\.ssh\/config\.\n.+node add/) },
    })
    const file = path.join(home, 'hosts')
    expect(await run('import', 'ssh-config', '--file', file)).toMatchObject({
      ...{ status: 2, stderr: expect.stringContaining('--file is for ansible') },
    })
    writeFileSync(file, '')
    expect((await run('import', 'ansible', '--file', file)).stderr).toContain(`Nothing found in ${file}.\n`)
  })

  it('says how a test of a node ends that nobody is at', async () => {
    writeFileSync(config, 'nodes:\n  - { name: leaf1, host: 127.0.0.1, port: 1 }\n')
    const { status, stdout } = await run('test', 'leaf1')
    expect(status).toBe(3)
    expect(stdout).toContain('✗ reach')
  })
})
