import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ApplySettings } from '@/lib/model/apply-settings'
import { HeldChange } from './held-change'
import { createJournal } from './journal'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-journal-'))
})
afterEach(() => rm(folder, { recursive: true }))

const plan = { digest: 'd', expiresAt: '2026-11-22T12:00:00.000Z', nodes: [], offers: [] }
const entry = (id: string) =>
  HeldChange.entryOf(plan, {
    ...{ id, nonce: 'n', at: 0, settings: ApplySettings.parse({}) },
    by: { name: 'local', role: 'admin', via: 'local', from: null },
  })
const reported: unknown[] = []
const open = (file = path.join(folder, 'a', 'changes.json')) => createJournal(file, cause => reported.push(cause))

it('gives back what was written last, to a process that comes after', async () => {
  const journal = open()
  expect(await journal.read()).toEqual([])
  const written = [[entry('1')], [entry('2'), entry('1')], [entry('3')]].map(entries => journal.write(entries))
  expect(await Promise.all(written)).toEqual([true, true, true])
  expect((await open().read()).map(({ change }) => change.id)).toEqual(['3'])
  expect((await stat(path.join(folder, 'a', 'changes.json'))).mode & 0o077).toBe(0)
})

it('says when it can not be written', async () => {
  await writeFile(path.join(folder, 'a'), '')
  expect(await open().write([entry('1')])).toBe(false)
})

it('keeps aside what can not be read', async () => {
  const file = path.join(folder, 'changes.json')
  await writeFile(file, '[{"half":')
  expect(await open(file).read()).toEqual([])
  expect(await readdir(folder)).toEqual(['changes.json.unreadable'])
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('[{"half":')
})
