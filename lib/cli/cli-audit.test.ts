import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openHistory } from '@/lib/history'
import { AuditQuery } from '@/lib/model/audit'
import type { AuditRecord } from '@/lib/server/audit'
import { createCliAudit, whoRuns } from './cli-audit'
import { createTestIo } from './test-io'

let home = ''
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'vxscope-audit-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const given = () => {
  const { io, stderr } = createTestIo({ home })
  return { audit: createCliAudit({ history: {} }, path.join(home, 'vxscope.yaml'), io), stderr }
}
const entry = (output: string): AuditRecord => ({
  ...{ who: whoRuns(), from: null, nodes: ['n1'], commands: [{ node: 'n1', command: 'ping' }] },
  action: 'probe',
  output,
  result: 'ok',
})

it('writes while a server has the history open, and both are kept', async () => {
  const history = await openHistory({ file: path.join(home, 'vxscope.history/history.db'), now: Date.now })
  if (!history.ok) throw new Error(history.error.message)
  const own = { at: Date.now(), who: 'ana', via: 'session', plan: null, output: '' } as const
  await history.value.audit({ ...own, from: '::1', action: 'login', nodes: [], commands: [], result: 'ok' })
  const { audit, stderr } = given()
  expect(await audit.record(entry('3 received'))).toEqual({ ok: true, value: null })
  const page = await history.value.auditEntries(AuditQuery.parse({}))
  await history.value.close()
  expect(stderr()).toBe('')
  expect(page.ok && page.value.entries).toMatchObject([
    {
      ...{ who: userInfo().username, via: 'cli', from: null, action: 'probe', nodes: ['n1'] },
      ...{ commands: [{ node: 'n1', command: 'ping' }], output: '3 received', result: 'ok' },
    },
    { who: 'ana', action: 'login' },
  ])
})

it('says where it can not write, and throws nothing', async () => {
  writeFileSync(path.join(home, 'vxscope.history'), 'a file where its folder would be')
  const { audit, stderr } = given()
  expect(await audit.record(entry(''))).toMatchObject({ ok: false })
  expect(stderr()).toMatch(/^The audit log could not be written: /)
})
