import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { captureCommand } from './evidence'
import { createTestIo } from './test-io'

let home = ''
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'vxscope-evidence-'))
})
afterEach(() => rmSync(home, { recursive: true }))

it('captures nothing that there is no place to write', async () => {
  const file = path.join(home, 'file')
  writeFileSync(file, '')
  const { io, stdout, stderr } = createTestIo({ home })
  const given = { configFile: path.join(home, 'vxscope.yaml'), json: false, request: { vni: 42 } }
  expect(await captureCommand({ ...given, folder: path.join(file, 'captures') }, io)).toBe(2)
  expect(stderr()).toBe(`--write ${file}/captures: no folder that can be made, or written to\n`)
  expect(stdout()).toBe('')
})
