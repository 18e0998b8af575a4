import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabInfo, labDown, labExec, labUp } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import type { Event } from '@/lib/model/event'
import type { Finding } from '@/lib/model/finding'
import { CHECKS } from '@/lib/overlay'
import { findingIdOf } from '@/lib/server/checks/finding-times'
import { type KeptFindings, keepFindings } from '@/lib/server/checks/keep-findings'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { FAULTS, whyNotHere } from './check-faults'
import type { Fault, Tools } from './fault'
import { until, untilConnected } from './running'

const NAME = uniqueInstance('f')
const lacking = await whyNoLab()
/** A reading of every node, the longest grace, and what is waited for before a finding is told: on a busy machine. */
const FOUND_WITHIN_MS = 120_000
const CONNECTED_WITHIN_MS = 90_000
const CUT_OFF = ['mute', 'garbled', 'unwatched', 'rekeyed'].map(node => `nodeUnreachable/node:${node}`)
const FLAPPING = 'flapping: { moves: 5, within: 15 }\n'

let lab: LabInfo
let runtime: Runtime
let findings: KeptFindings
let chatter: Promise<void>
let over = false
const events: Event[] = []
const missing = new Map<string, string>()
const injected: Fault[] = []
const seen = new Map<string, Finding>()

const on: Tools['on'] = async (machine, line) => {
  const { code, stderr } = await labExec(NAME, machine, ['sh', '-c', line])
  if (code !== 0) throw new Error(`${machine}: ${line}: ${stderr}`)
}
const tools = (): Tools => ({ instance: NAME, configFile: lab.configFile, on })

const worded = ({ id, causedBy }: Finding): string => (causedBy === null ? id : `${id} < ${causedBy}`)
const open = (): string[] => findings.current().map(worded).sort()

/** Frames in VNI 150, with pauses longer than its entries live: bridge and device forget apart. */
const talk = async (): Promise<void> => {
  for (let turn = 0; !over; turn += 1) {
    const from = turn % 2 === 0 ? 1 : 2
    await labExec(NAME, `h150-${from}`, ['ping', '-c', '3', '-i', '0.5', '-W', '1', `192.168.150.${3 - from}`])
    const pause = [1, 4, 9, 14][turn % 4] ?? 1
    await until('the pause', () => over, pause * 1000).catch(() => {})
  }
}

/** As a person types it: a shell of root's needs no sudo. */
const mend = async (fault: Fault): Promise<void> => {
  const root = seen.get(fault.check)
  if (!root) throw new Error(`${fault.check} was not found`)
  if (fault.undo) await fault.undo(tools(), root)
  else
    for (const { node, commands } of root.fix)
      await on(node, commands.map(line => line.replace(/^sudo /, '')).join(' && '))
  await fault.after?.(tools())
}

const rootOf = ({ finds }: Fault): Finding | undefined => findings.current().find(({ id }) => id === finds[0])

describe('a fault of every check, side by side on real nodes', () => {
  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME, scenario: 'all-checks' })
    writeFileSync(lab.configFile, `${readFileSync(lab.configFile, 'utf8')}${FLAPPING}`)
    runtime = await startRuntime(lab.configFile)
    runtime.bus.subscribe(message => events.push(...message.events.filter(({ kind }) => kind.startsWith('finding'))))
    findings = keepFindings({
      ...{ bus: runtime.bus, now: Date.now, flapWithin: () => runtime.access.inventory().flapping.within * 1000 },
      report: error => {
        throw error
      },
    })
    await untilConnected(
      runtime,
      lab.nodes.map(({ name }) => name),
      CONNECTED_WITHIN_MS,
    )
    chatter = talk()
    for (const fault of FAULTS) {
      const why = await whyNotHere(NAME, fault)
      if (why === null) injected.push(fault)
      else missing.set(fault.check, why)
    }
  })
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterAll(async () => {
    over = true
    await chatter
    findings?.stop()
    await runtime?.stop()
    if (!lacking) await labDown(NAME)
  })

  it('has one for every check', () => {
    expect(FAULTS.map(({ check }) => check).sort()).toEqual(CHECKS.map(({ id }) => id).sort())
  })

  it('finds nothing while all is well and everybody talks', async () => {
    await on('r1', 'for to in 2 3; do ping -c1 -W5 192.168.120.$to; done')
    await until('what was learned', () =>
      runtime.bus.current().fdb.some(({ vni, kind }) => vni === 120 && kind === 'learned'),
    )
    findings.settle()
    expect(open()).toEqual([])
    expect(events).toEqual([])
  })

  it('finds all of it and nothing else', { timeout: 180_000 }, async () => {
    const wanted = injected.flatMap(({ finds }) => finds).sort()
    await Promise.all(injected.map(fault => fault.inject(tools())))
    await until('everything to be found', () => open().join() === wanted.join(), FOUND_WITHIN_MS).catch(() => {
      expect(open()).toEqual(wanted)
    })
    for (const fault of injected) {
      const root = rootOf(fault)
      if (root) seen.set(fault.check, root)
    }
  })

  it.for(FAULTS)('$check: $what, with its lines and its remedy', ({ check, shows, mendsOn = [] }, context) => {
    const why = missing.get(check)
    context.skip(why !== undefined, why)
    const root = seen.get(check)
    expect(root?.check).toBe(check)
    expect(root?.evidence.filter(({ text }) => text === '')).toEqual([])
    for (const [node, says] of Object.entries(shows)) {
      const lines = root?.evidence.filter(each => each.node === node).map(({ text }) => text) ?? []
      expect(
        lines.some(line => says.test(line)),
        `${says} in ${JSON.stringify(lines)}`,
      ).toBe(true)
    }
    expect(root?.fix.map(({ node }) => node).sort()).toEqual([...mendsOn].sort())
  })

  it('closes all of it once its own commands were typed', { timeout: 180_000 }, async () => {
    await Promise.all(injected.map(mend))
    await until('nothing to be found', () => open().length === 0, FOUND_WITHIN_MS).catch(() =>
      expect(open()).toEqual([]),
    )
  })

  it('told of each once when it opened and once when it closed', () => {
    const told = (kind: string) =>
      events
        .filter(event => event.kind === kind)
        .flatMap(event => findingIdOf(event) ?? [])
        // Who is asked to come anew is away for a moment, and longer on a busy machine.
        .filter(id => !CUT_OFF.includes(id))
        .sort()
    const ids = injected.flatMap(({ finds }) => finds.map(id => id.split(' < ')[0] ?? '')).sort()
    expect(told('findingOpened')).toEqual(ids)
    expect(told('findingClosed')).toEqual(ids)
  })
})
