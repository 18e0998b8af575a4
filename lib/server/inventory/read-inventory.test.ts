import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatProblems } from './problem'
import { readInventory } from './read-inventory'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-inventory-'))
  file = path.join(folder, 'vxscope.yaml')
})
afterEach(() => rm(folder, { recursive: true }))

const problemsOf = async (name: string) => {
  const result = await readInventory(name)
  return result.ok ? [] : result.error
}

describe('readInventory', () => {
  it('gives the inventory', async () => {
    await writeFile(file, 'nodes: [{ name: a }]')
    expect(await readInventory(file)).toMatchObject({ ok: true, value: { nodes: [{ name: 'a' }] } })
  })

  it('shows what to write when the file is not there', async () => {
    const text = formatProblems(await problemsOf(file))
    expect(text).toContain(`${file}: file not found\n`)
    expect(text).toContain('  - { name: leaf1, host: 10.0.0.1, user: ops }')
  })

  it('says that a folder is a folder', async () => {
    expect(await problemsOf(folder)).toMatchObject([{ line: null, message: `${folder}: is a folder` }])
  })

  it('stops reading what has no end', async () => {
    expect(await problemsOf('/dev/zero')).toMatchObject([{ message: '/dev/zero: the file is larger than 4 MiB' }])
  })

  it('finds the byte that is not UTF-8', async () => {
    await writeFile(file, Buffer.from('nodes:\n  - name: caf\xe9\n', 'latin1'))
    expect(await problemsOf(file)).toMatchObject([{ line: 2, column: 14, expected: 'UTF-8' }])
  })

  it('knows UTF-16', async () => {
    await writeFile(file, Buffer.from('\u{feff}nodes: []', 'utf16le'))
    expect(await problemsOf(file)).toMatchObject([{ line: null, hint: 'Save it as UTF-8.' }])
  })
})
