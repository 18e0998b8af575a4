import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok } from '@/lib/model/result'
import { addNodes } from './edit'
import { writeInventory } from './write-inventory'

let folder = ''
let file = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-write-'))
  file = path.join(folder, 'vxscope.yaml')
})
afterEach(() => rmSync(folder, { recursive: true }))

const add = (name: string) => writeInventory(file, text => addNodes(text, [{ name }], file))

describe('writeInventory', () => {
  it('makes the file on the first edit, and leaves nothing beside it', async () => {
    expect(await add('leaf1')).toEqual(ok(null))
    expect(readFileSync(file, 'utf8')).toContain('- name: leaf1\n')
    expect(readdirSync(folder)).toEqual(['vxscope.yaml'])
  })

  it('keeps the mode of the file, and the link that leads to it', async () => {
    const real = path.join(folder, 'real.yaml')
    writeFileSync(real, 'nodes: []\n', { mode: 0o640 })
    symlinkSync(real, file)
    await add('leaf1')
    expect(statSync(real).mode & 0o777).toBe(0o640)
    expect(readFileSync(real, 'utf8')).toContain('leaf1')
  })

  it('takes edits one after the other', async () => {
    const names = ['a', 'b', 'c', 'd']
    await Promise.all(names.map(add))
    expect(readFileSync(file, 'utf8').match(/name: \w/g)).toEqual(names.map(name => `name: ${name}`))
  })

  it.each([
    ['a file', 'nodes: []\n'],
    ['a file that was not there', null],
  ])('writes nothing over what somebody else wrote meanwhile: %s', async (_case, before) => {
    if (before !== null) writeFileSync(file, before)
    const outcome = await writeInventory(file, text => {
      writeFileSync(file, '# theirs\nnodes: []\n')
      return addNodes(text, [{ name: 'leaf1' }], file)
    })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'changedMeanwhile' } })
    expect(readFileSync(file, 'utf8')).toBe('# theirs\nnodes: []\n')
    expect(readdirSync(folder)).toEqual(['vxscope.yaml'])
  })

  it('says that it may not write', async () => {
    file = '/proc/vxscope.yaml'
    expect(await add('leaf1')).toMatchObject({ ok: false, error: { code: 'cannotWrite' } })
  })
})
