import { setTimeout as sleep } from 'node:timers/promises'
import { LabError, type LabInfo, labDown, labUp } from '@/e2e/lab/lab'
import { mustRun } from '@/e2e/lab/run'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { until } from '@/e2e/system/running'
import { type Serving, startServing } from '@/lib/server/serving'
import { type PlannedEntry, planEntries, type Traffic } from './ageing-entries'
import { runOnFleet } from './ageing-fleet'
import { emitDifferences } from './ageing-report'
import type { Emit } from './bench-line'
import { type FdbMonitor, watchKernel } from './fdb-monitor'
import { type FrameSender, startFrameSender } from './frames'
import { followPredictions, type Predictions, SHOWN_BEFORE_MS } from './predictions'
import { DEVICE, startTeacher, type Taught } from './teacher'

const AGEINGS = [12, 20, 30]
const ENTRIES_PER_NODE = 24
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
  predictions: Predictions,
): Outcome => {
  const deletedAt = kernel.deleted.get(mac) ?? Number.NaN
  const end = predictions.before(node.name, mac, deletedAt)?.expiresAt
  if (end == null)
    throw new LabError(`${node.name} ${mac}: no end was shown ${SHOWN_BEFORE_MS / 1000} s before it went`)
  return { ageing, traffic, off: (deletedAt - end) / 1000, reason: predictions.reasonOf(node.name, mac) ?? null }
}

const report = (emit: Emit, suffix: string, outcomes: readonly Outcome[]): void =>
  emitDifferences(
    emit,
    word => `${word}${suffix}`,
    outcomes.map(({ off }) => off),
  )

const measure = async (serving: Serving, subjects: readonly Subject[]): Promise<Outcome[]> => {
  const heard = followPredictions(serving.bus)
  await play(subjects)
  const all = subjects.flatMap(subject => subject.entries.map(entry => ({ subject, entry })))
  const lastEnd = Math.max(...AGEINGS) * 1000 + PATIENCE_MS
  const isGone = ({ subject, entry }: (typeof all)[number]) =>
    subject.kernel.deleted.has(entry.mac) && heard.reasonOf(subject.node.name, entry.mac) !== undefined
  await until('all entries to be gone', () => all.every(isGone), lastEnd)
  heard.stop()
  return all.map(({ subject, entry }) => outcomeOf(subject, entry, heard))
}

const runOnLab = async (emit: Emit): Promise<void> => {
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

/**
 * The end that is shown of an entry 5 s before, against the moment in which the kernel deletes it: in a lab the one that runs
 * here, on the fleet a modelled one of the series before 6.15.
 */
export const run = async (emit: Emit): Promise<void> => {
  await runOnLab(emit)
  await runOnFleet(emit)
}
