import { setInterval } from 'node:timers'
import { Inventory } from '@/lib/model/inventory'
import { fail } from '@/lib/model/result'
import { openAccess } from '@/lib/server/access/open-access'
import { createRefusedLogins } from '@/lib/server/access/refused-logins'
import { createAudit } from '@/lib/server/audit'
import { keepChanges } from '@/lib/server/change/keep-changes'
import { createFindingTimes } from '@/lib/server/checks/finding-times'
import { keepFindings } from '@/lib/server/checks/keep-findings'
import { createEvidence } from '@/lib/server/evidence/evidence'
import { keepRuntime } from '@/lib/server/instance'
import { createMetrics } from '@/lib/server/metrics/metrics'
import type { Serving } from '@/lib/server/serving'
import { createStreamHub } from '@/lib/server/stream/hub'
import { createLoginGate, readHostKeyTrust } from '@/lib/ssh'
import { type LargeSize, readLargeOverlay } from './large-overlay'

const NO_HISTORY = {
  ok: false,
  error: { code: 'cannotOpen', message: 'This server records nothing.', hint: 'It is there to be measured.' },
} as const

/** It reaches no node, and says so. */
const noNodes = async (): Promise<Pick<Serving, 'access' | 'readFacts' | 'connectionOf' | 'openNode'>> => {
  const trust = await readHostKeyTrust({ own: '', user: [] })
  return {
    access: {
      ...{ home: '', env: {}, gate: createLoginGate(1) },
      inventory: () => Inventory.parse({ nodes: [] }),
      inventoryError: () => null,
      trust: () => trust,
      knownHosts: () => '',
      reload: async () => {},
    },
    readFacts: () => Promise.reject(new Error('The measured server reaches no node.')),
    connectionOf: () => null,
    openNode: async () => fail({ code: 'config', message: 'The measured server reaches no node.', hint: '' }),
  }
}

const TICK_MS = 20

/** The production server over a large simulated overlay. `{ rate }` from the parent sets how many changes come in a second. */
export const serveLarge = async (
  { port = 0, ...size }: LargeSize & { port?: number },
  serve: (port: number) => Promise<{ url: string }>,
): Promise<void> => {
  const { bus, change } = await readLargeOverlay(size)
  const stream = createStreamHub({ bus, now: () => new Date().toISOString() })
  const audit = createAudit(NO_HISTORY, Date.now)
  const runtime = { ...(await noNodes()), bus, configFile: '', stop: async () => {} }
  const serving: Serving = {
    ...runtime,
    stream,
    history: NO_HISTORY,
    past: NO_HISTORY,
    audit,
    refusedLogins: createRefusedLogins(audit.record),
    ...(await openAccess(() => Inventory.parse({}), '/nonexistent/vxscope.yaml', '/nonexistent')),
    evidence: createEvidence({ audit, ...runtime }),
    changes: await keepChanges({ runtime, audit, tell: stream.tellChange }),
    findings: keepFindings({ bus, now: Date.now, flapWithin: () => 180_000, report: console.error }),
    metrics: createMetrics(),
    webhooks: { status: () => [], stop: async () => {} },
    findingTimes: createFindingTimes([], Date.now()),
    silences: {
      current: () => [],
      add: () => Promise.reject(new Error('Nothing is kept.')),
      remove: async () => false,
    },
    stop: async () => stream.close(),
  }
  await keepRuntime(async () => serving)
  const { url } = await serve(port)
  let rate = 0
  let due = 0
  let made = 0
  setInterval(() => {
    due += (rate * TICK_MS) / 1000
    for (; due >= 1; due -= 1) {
      change()
      made += 1
    }
  }, TICK_MS)
  process.on('message', (message: { rate: number }) => {
    rate = message.rate
    process.send?.({ made, revision: bus.current().revision })
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ url })
  console.log(url)
}
