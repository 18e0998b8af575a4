import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
// Loaded before the first test, which would wait for it.
import './apply'
import { main } from './main'
import { createTestIo } from './test-io'

let home: string
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'vxscope-cli-'))
  await writeFile(path.join(home, 'change.yaml'), 'nodes: [{ node: a, action: delete, name: vxlan1 }]')
})
afterEach(() => rm(home, { recursive: true }))

const apply = async (readOnly: string, ...more: string[]) => {
  const nodes = 'nodes: [{ name: a, host: 127.0.0.1, port: 1, user: ops }]'
  await writeFile(path.join(home, 'vxscope.yaml'), `${readOnly}\n${nodes}`)
  const { io, stdout, stderr } = createTestIo({ home })
  const argv = ['apply', path.join(home, 'change.yaml'), '-c', path.join(home, 'vxscope.yaml'), '--yes', ...more]
  const status = await main(argv, io)
  return { status, stdout: stdout(), stderr: stderr() }
}

describe('vxscope apply', () => {
  it.each(['', 'readOnly: true'])(
    'is refused where the inventory says %j, which is how to switch it on',
    async text => {
      const { status, stderr } = await apply(text)
      expect([status, stderr]).toEqual([1, expect.stringContaining('readOnly: false')])
    },
  )

  it.each([
    ['--undo-after', '0'],
    ['--undo-after', '1.5'],
    ['--verify-within', 'soon'],
  ])('%s %s is bad usage: 2', async (...words) => {
    expect((await apply('readOnly: false', ...words)).status).toBe(2)
  })

  it('a node that can not be reached: 3', async () => {
    expect((await apply('readOnly: false')).status).toBe(3)
  })
})
