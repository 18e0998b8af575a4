import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { aFdbEntry, aFdbRow, aLink } from '@/lib/model/testing'

/** Events and readings for tests: each case spreads its one difference over these. Times are fixed: 22 November 2026, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 22, 12)

export const isoAt = (ms: number): string => new Date(ms).toISOString()

export const macOf = (n: number): string =>
  `02:${[32, 24, 16, 8, 0].map(bits => (Math.floor(n / 2 ** bits) % 256).toString(16).padStart(2, '0')).join(':')}`

export const aRow = (over: Partial<FdbRow> = {}): FdbRow => {
  const times = { readAt: isoAt(NOON), firstSeenAt: isoAt(NOON) }
  const row = aFdbRow({ id: '', mac: macOf(1), dstNodes: ['vyos01'], ...times, ageingBasis: 'updated', ...over })
  return { ...row, id: row.id || `fdb:${row.node}/${row.ifname}/${row.mac}////${row.dst}////self` }
}

export const anEvent = (id: string, at: number, over: Partial<Event> = {}): Event => ({
  id,
  at: isoAt(at),
  node: 'vyos01',
  kind: 'learned',
  reason: null,
  row: aRow({ node: over.node ?? 'vyos01' }),
  from: null,
  to: null,
  text: 'learned',
  ...over,
})

export const someEvents = (count: number, at: number, over: Partial<Event> = {}): Event[] =>
  Array.from({ length: count }, (_, n) =>
    anEvent(`${at}-${n}-${over.node ?? ''}`, at + n, { row: aRow({ mac: macOf(n) }), ...over }),
  )

export const anEntry = (over: Partial<FdbEntry> = {}): FdbEntry => aFdbEntry({ mac: macOf(1), ...over })

export const someEntries = (count: number): FdbEntry[] =>
  Array.from({ length: count }, (_, n) =>
    anEntry({ mac: macOf(n * 2_654_435_761), dst: `10.0.2.${n % 200}`, used: n % 300, updated: n % 299 }),
  )

export const aReading = (over: Partial<Reading> = {}): Reading => ({
  readAt: NOON,
  profile: {
    platform: 'linux',
    os: null,
    kernel: '6.8.0',
    iproute2: '6.1.0',
    ipJson: true,
    bridgeJson: true,
    bridgeVni: true,
  },
  links: [aLink('vxlan0', { kind: 'vxlan' })],
  fdb: [anEntry()],
  nexthops: [],
  vnis: [],
  vlanTunnels: [],
  routes: [],
  outputs: [],
  ...over,
})

/** A directory of the test's own, and what takes it away. */
export const aDirectory = (): { file: string; remove: () => void } => {
  const directory = mkdtempSync(path.join(tmpdir(), 'vxscope-history-'))
  return {
    file: path.join(directory, 'history.db'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
