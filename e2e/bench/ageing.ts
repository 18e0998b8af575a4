import { setTimeout as sleep } from 'node:timers/promises'
import { LabError, type LabInfo, labDown, labUp } from '@/e2e/lab/lab'
import { mustRun } from '@/e2e/lab/run'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { until } from '@/e2e/system/running'
import { type Serving, startServing } from '@/lib/server/serving'
import { type PlannedEntry, planEntries, type Traffic } from './ageing-entries'
import type { Emit } from './bench-line'
import { type FdbMonitor, watchKernel } from './fdb-monitor'
import { type FrameSender, startFrameSender } from './frames'
import { quantile } from './median'
import { DEVICE, startTeacher, type Taught } from './teacher'

const AGEINGS = [12, 20, 30]
const ENTRIES_PER_NODE = 24
/** The prediction that counts is the one shown so long before the end. */
const SHOWN_BEFORE_MS = 5_000
/** After the last end that is to be expected. */
const PATIENCE_MS = 30_000

/** A node under test, and the one whose frames it hears. */
interface Subject extends Taught {
  ageing: number
  entries: PlannedEntry[]
  /** Sends from the node itself. */
  sent: FrameSender
  kernel: FdbMonitor
}

/** Predictions of each row, in the order in which they were shown. */
type Shown = Map<string, { at: number; expiresAt: string | null }[]>

const keyOf = (node: string, mac: string): string => `${node} ${mac}`

/** Hears what a page hears: the deltas of the stream's bus. */
const listen = ({ bus }: Serving) => {
  const shown: Shown = new Map()
  const reasons = new Map<string, string | null>()
  const stop = bus.subscribe(({ delta, events }) => {
    const at = Date.now()
    for (const { node, mac, expiresAt } of delta.fdb.put) {
      const key = keyOf(node, mac)
      const predictions = shown.get(key) ?? []
      shown.set(key, predictions)
      predictions.push({ at, expiresAt })
    }
    for (const { kind, row, reason } of events)
      if (kind === 'gone' && row) reasons.set(keyOf(row.node, row.mac), reason)
  })
  return { shown, reasons, stop }
}

const prepare = async (lab: LabInfo, at: number, stops: (() => Promise<void>)[]): Promise<Subject> => {
  const ageing = AGEINGS[at % AGEINGS.length] ?? 0
  const { node, mac, heard } = await startTeacher(lab, at)
  const { namespace } = node
  await mustRun(['ip', '-n', namespace, 'link', 'set', DEVICE, 'type', 'vxlan', 'ageing', String(ageing)])
  const sent = startFrameSender(namespace, DEVICE)
  const kernel = await watchKernel(namespace)
  stops.push(heard.stop, sent.stop, kernel.stop)
  return { node, ageing, entries: planEntries(at, ENTRIES_PER_NODE, ageing), mac, heard, sent, kernel }
}

/** All frames of all subjects, each at its moment. */
const play = async (subjects: readonly Subject[]): Promise<void> => {
  const frames = subjects
    .flatMap(({ entries, mac: own, heard, sent }) =>
      entries.flatMap(({ mac, traffic, taughtAt, framesAt }) => [
        { at: taughtAt, send: () => heard.send(mac, own) },
        ...framesAt.map(at => ({ at, send: () => (traffic === 'sent' ? sent.send(own, mac) : heard.send(mac, own)) })),
      ]),
    )
    .sort((a, b) => a.at - b.at)
  const start = performance.now()
  for (const { at, send } of frames) {
    await sleep(Math.max(0, at - (performance.now() - start)))
    send()
  }
}

interface Outcome {
  ageing: number
  traffic: Traffic
  /** s; how far from the kernel's deletion the end lay that was shown before. */
  off: number
  reason: string | null
}

const outcomeOf = (
  { node, ageing, kernel }: Subject,
  { mac, traffic }: PlannedEntry,
  { shown, reasons }: Pick<ReturnType<typeof listen>, 'shown' | 'reasons'>,
): Outcome => {
  const key = keyOf(node.name, mac)
  const deletedAt = kernel.deleted.get(mac) ?? Number.NaN
  const then = shown.get(key)?.findLast(({ at }) => at <= deletedAt - SHOWN_BEFORE_MS)
  if (!then?.expiresAt) throw new LabError(`${key}: no end was shown ${SHOWN_BEFORE_MS / 1000} s before it went`)
  return { ageing, traffic, off: (deletedAt - Date.parse(then.expiresAt)) / 1000, reason: reasons.get(key) ?? null }
}

const report = (emit: Emit, suffix: string, outcomes: readonly Outcome[]): void => {
  const off = outcomes.map(outcome => Math.abs(outcome.off))
  const figures = { median: quantile(off, 0.5), p95: quantile(off, 0.95), max: Math.max(...off) }
  for (const [metric, value] of Object.entries(figures)) {
    const line = { metric: `${metric}${suffix}`, value, unit: 's', baseline: null, ratio: null, n: off.length }
    emit({ bench: 'ageing', ...line })
  }
}

const measure = async (serving: Serving, subjects: readonly Subject[]): Promise<Outcome[]> => {
  const heard = listen(serving)
  await play(subjects)
  const all = subjects.flatMap(subject => subject.entries.map(entry => ({ subject, entry })))
  const lastEnd = Math.max(...AGEINGS) * 1000 + PATIENCE_MS
  const isGone = ({ subject, entry }: (typeof all)[number]) =>
    subject.kernel.deleted.has(entry.mac) && heard.reasons.has(keyOf(subject.node.name, entry.mac))
  await until('all entries to be gone', () => all.every(isGone), lastEnd)
  heard.stop()
  return all.map(({ subject, entry }) => outcomeOf(subject, entry, heard))
}

/** The end that is shown of an entry 5 s before, against the moment in which the kernel deletes it. Needs a lab. */
export const run = async (emit: Emit): Promise<void> => {
  const lacking = await whyNoLab()
  if (lacking) {
    process.stderr.write(`ageing: skipped, no lab can be had here: ${lacking}\n`)
    return
  }
  const name = uniqueInstance('g')
  const stops: (() => Promise<void>)[] = [() => labDown(name)]
  try {
    const lab = await labUp({ name })
    const subjects: Subject[] = []
    for (const at of lab.nodes.keys()) subjects.push(await prepare(lab, at, stops))
    const serving = await startServing(lab.configFile, lab.dir)
    stops.push(serving.stop)
    const isWatched = () => serving.bus.current().overlay.nodes.filter(({ watch }) => watch === 'stream')
    await until('all nodes to be watched', () => isWatched().length === lab.nodes.length)
    const outcomes = await measure(serving, subjects)
    report(emit, '', outcomes)
    for (const ageing of AGEINGS)
      report(
        emit,
        `:${ageing}s`,
        outcomes.filter(one => one.ageing === ageing),
      )
    for (const traffic of ['idle', 'received', 'sent'])
      report(
        emit,
        `:${traffic}`,
        outcomes.filter(one => one.traffic === traffic),
      )
    const aged = outcomes.filter(({ reason }) => reason === 'aged').length / outcomes.length
    emit({
      bench: 'ageing',
      metric: 'toldAged',
      value: aged,
      unit: 'share',
      baseline: null,
      ratio: null,
      n: outcomes.length,
    })
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
