import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Inventory } from '@/lib/model/inventory'
import { historyFile } from './inventory'
import { keepHistory } from './keep-history'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-keep-'))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

describe('historyFile', () => {
  it.each([
    [undefined, '/etc/vx/lab2.history/history.db'],
    ['past.db', '/etc/vx/past.db'],
    ['~/past.db', '/home/ops/past.db'],
    ['/var/lib/past.db', '/var/lib/past.db'],
  ])('%s is %s', (file, expected) => {
    const inventory = Inventory.parse({ history: file === undefined ? {} : { file } })
    expect(historyFile(inventory, '/etc/vx/lab2.yaml', '/home/ops')).toBe(expected)
  })
})

describe('keepHistory', () => {
  it('begins one where there is none', async () => {
    const kept = await keepHistory(Inventory.parse({ history: { file: 'new/past.db' } }), `${folder}/vxscope.yaml`, '/')
    if (!kept.ok) throw new Error(kept.error.message)
    expect(await kept.value.events({ limit: 1, order: 'newest' })).toEqual({
      ok: true,
      value: { events: [], nextCursor: null },
    })
    await kept.value.close()
  })

  it('logs and tells why there is none', async () => {
    writeFileSync(path.join(folder, 'file'), '')
    const inventory = Inventory.parse({ history: { file: 'file/past.db' } })
    const kept = await keepHistory(inventory, `${folder}/vxscope.yaml`, '/')
    expect(kept).toMatchObject({ ok: false, error: { code: 'cannotOpen' } })
    expect(process.stderr.write).toHaveBeenCalledWith(expect.stringContaining('Nothing is recorded'))
  })
})
