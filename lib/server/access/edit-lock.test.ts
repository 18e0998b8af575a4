import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withEditLock } from './edit-lock'

let folder: string
let lock: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-lock-'))
  lock = path.join(folder, 'lock')
})
afterEach(() => rm(folder, { recursive: true }))

/** How many of these ran side by side at most. */
const together = async (count: number): Promise<number> => {
  let [running, most] = [0, 0]
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await sleep(1)
    running -= 1
  }
  await Promise.all(Array.from({ length: count }, () => withEditLock(lock, work)))
  return most
}

it('lets one in at a time, and leaves nothing', async () => {
  expect(await together(20)).toBe(1)
  expect(await readdir(folder)).toEqual([])
})

it('is free again when work fails', async () => {
  await expect(withEditLock(lock, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await together(1)).toBe(1)
})

it('that its holder left behind is void, for one', async () => {
  const left = path.join(lock, 'left')
  await mkdir(lock)
  await writeFile(left, '')
  await utimes(left, 1, 1)
  expect(await together(20)).toBe(1)
  await mkdir(lock)
  expect(await together(20)).toBe(1)
})

it('can not be where there is no folder', async () => {
  await expect(withEditLock(path.join(folder, 'no/lock'), async () => {})).rejects.toThrow('ENOENT')
})
