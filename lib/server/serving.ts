import { homedir } from 'node:os'
import path from 'node:path'
import type { Bus } from '@/lib/bus'
import type { HistoryError } from '@/lib/history'
import { ok, type Result } from '@/lib/model/result'
import { type Access, openAccess } from './access/open-access'
import { createRefusedLogins, type RefusedLogins } from './access/refused-logins'
import { type Audit, createAudit } from './audit'
import type { Changes } from './change/changes'
import { keepChanges } from './change/keep-changes'
import { createFindingTimes, type FindingTimes, readFindingEvents } from './checks/finding-times'
import { type KeptFindings, keepFindings } from './checks/keep-findings'
import { openSilences, type Silences, silencesFile } from './checks/silences'
import { toldFindings } from './checks/told-findings'
import { createEvidence, type Evidence } from './evidence/evidence'
import { formatProblems, historyFile, readFirstInventory } from './inventory'
import { type KeptHistory, keepHistory } from './keep-history'
import { log } from './log'
import { createMetrics, type Metrics } from './metrics/metrics'
import { createMoments, type Moments } from './past/moments'
import { startRecorder } from './recorder'
import { type Runtime, startRuntime } from './runtime'
import { createSmallFile } from './small-file'
import { createStreamHub, type StreamHub } from './stream/hub'
import { keepWebhooks, ToldFile, type Webhooks } from './webhooks/keep-webhooks'

/** A collector, and what serves and records what it finds. */
export interface Serving extends Runtime, Access {
  stream: StreamHub
  history: KeptHistory
  findings: KeptFindings
  findingTimes: FindingTimes
  silences: Silences
  audit: Audit
  refusedLogins: RefusedLogins
  evidence: Evidence
  metrics: Metrics
  webhooks: Webhooks
  changes: Changes
  /** How it was; an error where nothing is recorded. */
  past: Result<Moments, HistoryError>
}

const createPast = (bus: Bus, history: KeptHistory): Serving['past'] =>
  history.ok
    ? ok(
        createMoments({
          history: history.value,
          facts: () => new Map(bus.current().overlay.nodes.map(node => [node.name, node])),
          now: Date.now,
        }),
      )
    : history

/**
 * Starts all that the server's process is made of. Throws only when the inventory can't be used. The history is opened before
 * anything can happen, and closed after all that did is in it.
 */
export const startServing = async (configFile: string, home = homedir()): Promise<Serving> => {
  const read = await readFirstInventory(configFile)
  if (!read.ok) throw new Error(`The inventory can't be used.\n${formatProblems(read.error)}`)
  let settings = () => read.value.inventory
  const access = await openAccess(() => settings(), configFile, home)
  const history = await keepHistory(read.value.inventory, configFile, home)
  const names = read.value.inventory.nodes.map(({ name }) => name)
  if (history.ok) await history.value.retain(names, Date.now())
  const silences = await openSilences({
    file: silencesFile(read.value.inventory, configFile, home),
    now: Date.now,
    report: log.error,
  })
  const findingTimes = createFindingTimes(history.ok ? await readFindingEvents(history.value) : [], Date.now())
  const metrics = createMetrics()
  const runtime = await startRuntime(configFile, {
    home,
    onReading: (ms, error) => metrics.read(ms, error?.code ?? null),
  })
  const { bus } = runtime
  settings = runtime.access.inventory
  const stopRecording = history.ok
    ? startRecorder({ bus, history: history.value, report: log.error, now: Date.now })
    : () => {}
  const stopCounting = bus.subscribe(message => {
    findingTimes.take(message.events)
    metrics.take(message)
  })
  const findings = keepFindings({
    bus,
    now: Date.now,
    flapWithin: () => runtime.access.inventory().flapping.within * 1000,
    goesOn: findingTimes.goesOn,
    report: log.failure,
  })
  const audit = createAudit(history, Date.now)
  const refusedLogins = createRefusedLogins(audit.record)
  const webhooks = await keepWebhooks({
    hooks: () => runtime.access.inventory().webhooks,
    findings: () => toldFindings({ findings, findingTimes, silences }, Date.now()),
    file: createSmallFile(
      path.join(path.dirname(historyFile(read.value.inventory, configFile, home)), 'webhooks.json'),
      ToldFile,
      log.error,
    ),
    ...{ env: process.env, baseDir: path.dirname(path.resolve(configFile)), home, now: Date.now },
    ...{ report: log.error, failure: log.failure, sent: metrics.sent },
  })
  const stream = createStreamHub({ bus, now: () => new Date().toISOString() })
  const changes = await keepChanges({ runtime, audit, tell: stream.tellChange })
  return {
    ...runtime,
    ...access,
    stream,
    history,
    audit,
    refusedLogins,
    evidence: createEvidence({ ...runtime, audit }),
    ...{ findings, findingTimes, silences, metrics, webhooks },
    changes,
    past: createPast(bus, history),
    stop: async () => {
      access.gate.stop()
      await changes.stop()
      stream.close()
      await webhooks.stop()
      findings.stop()
      stopCounting()
      await runtime.stop()
      stopRecording()
      await refusedLogins.flush()
      if (history.ok) await history.value.close()
    },
  }
}
