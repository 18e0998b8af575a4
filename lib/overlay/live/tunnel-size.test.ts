import { expect, it } from 'vitest'
import { buildOverlay } from '../build/build'
import { EVIDENCE_LIMIT } from '../build/evidence'
import { applyFdbLine, applyFdbReading } from '../table/changes'
import { emptyTable, readingOf, seenOf } from '../table/fdb-table'
import { anEntry, aReading, aVxlanLink, READ_AT } from '../testing'
import { applyChanges, EMPTY_OVERLAY, type NodeShell } from './apply-change'
import { diffOverlay } from './diff-overlay'

const SHELL: NodeShell = {
  ...{ name: 'n1', host: 'n1', tags: [], error: null, profile: null, missed: 0 },
  ...{ status: 'connected', watch: 'stream' },
}
const macOf = (at: number): string =>
  `02:00:00:00:${(at >> 8).toString(16).padStart(2, '0')}:${(at & 255).toString(16).padStart(2, '0')}`

it('a tunnel of 1,000 MACs is told with a few lines of evidence, read anew or changed by one MAC', () => {
  const links = [aVxlanLink('vxlan0', { local: '10.0.0.1' })]
  const fdb = Array.from({ length: 1000 }, (_, at) => anEntry(macOf(at), '10.0.0.2'))
  const first = applyFdbReading(emptyTable('n1'), aReading({ links, fdb }), { startedAt: READ_AT, watched: true })
  const before = applyChanges(EMPTY_OVERLAY, [{ node: 'n1', shell: SHELL, fdb: first.changes }])
  const line = { deleted: false, aged: false, entry: anEntry(macOf(1000), '10.0.0.2') }
  const second = applyFdbLine(first.table, line, READ_AT + 1000)
  const after = applyChanges(before, [{ node: 'n1', shell: SHELL, fdb: second.changes }])
  const [tunnel, ...others] = diffOverlay(before, after).tunnels.put
  expect([tunnel?.macs, tunnel?.evidence.length, others]).toEqual([1001, EVIDENCE_LIMIT, []])
  const anew = buildOverlay([{ ...SHELL, reading: readingOf(second.table), seen: seenOf(second.table) }])
  expect(anew.overlay.tunnels).toEqual([tunnel])
})
