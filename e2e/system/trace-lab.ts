import { expect } from 'vitest'
import { execWords } from '@/e2e/lab/lab'
import { execEnvironment } from '@/e2e/lab/node'
import { run } from '@/e2e/lab/run'
import type { FdbRow } from '@/lib/model/overlay'
import { TraceAnswer, type TraceWay } from '@/lib/model/trace'
import { answering } from '@/lib/server/access/testing'
import { createEvidence } from '@/lib/server/evidence/evidence'
import type { Runtime } from '@/lib/server/runtime'
import { answerTrace } from '@/lib/server/trace/answer-trace'
import { until } from './running'
import { isNode, type Talker } from './trace-talkers'
import { captureOn, type Seen } from './underlay-capture'

const trace = answering(answerTrace)

/** Entries that were learned of somebody, on VXLAN devices and behind them in bridges. */
const isLearned = (row: FdbRow, { mac, vni }: Talker): boolean =>
  row.mac === mac && row.kind === 'learned' && row.vni === vni

const wordsOf = (all: readonly Seen[]): Set<string> =>
  new Set(all.map(({ source, destination, port, vni }) => `${source} > ${destination} ${port} ${vni}`))

const foretold = ({ sent }: TraceWay): Set<string> =>
  new Set(sent.destinations.map(to => `${sent.source} > ${to} ${sent.port} ${sent.vni}`))

const getsThere = (way: TraceWay | null): boolean => way?.verdict === 'unicast' || way?.verdict === 'flood'

/** Who has not been asked to forget yet may probe a neighbour who has, and teach it again. */
const FORGET_TURNS = 4

/** Holds traces against real pings between those who talk in the VNIs of a lab. */
export const traceLab = (name: string, runtime: Runtime) => {
  const words = new Map<string, Promise<string[]>>()
  const wordsFor = (machine: string): Promise<string[]> => {
    const known = words.get(machine) ?? execWords(name, machine)
    words.set(machine, known)
    return known
  }
  const tried = async (machine: string, line: string) =>
    run([...(await wordsFor(machine)), 'sh', '-c', line], { env: execEnvironment(name) })
  const on = async (machine: string, line: string): Promise<void> => {
    const { code, stderr } = await tried(machine, line)
    if (code !== 0) throw new Error(`${line} on ${machine}: ${stderr}`)
  }
  const rows = (): readonly FdbRow[] => runtime.bus.current().fdb
  const knows = (node: string, talker: Talker): boolean =>
    rows().some(row => row.node === node && row.dst !== null && isLearned(row, talker))

  /** Nobody knows anybody over the overlay, by table or neighbour entry; who is behind a bridge's own port stays known. */
  const forget = async (talkers: readonly Talker[]): Promise<void> => {
    for (let turn = 1; turn < FORGET_TURNS; turn += 1) {
      await forgetOnce(talkers)
      const isDone = await untilUnknown(talkers, 10_000).then(
        () => true,
        () => false,
      )
      if (isDone) return
    }
    await forgetOnce(talkers)
    await untilUnknown(talkers)
  }

  const forgetOnce = async (talkers: readonly Talker[]): Promise<void> => {
    // First, since a neighbour's probe would teach again.
    for (const { machine, stack } of talkers.filter(isNode)) await on(machine, `ip neigh flush dev ${stack}`)
    const devices = new Map(talkers.map(each => [`${each.node} ${each.device}`, each]))
    for (const { node, device } of devices.values())
      await on(
        node,
        `bridge fdb show dev ${device} | while read -r mac rest; do case " $rest " in *" permanent "*|*" static "*) ;;
          *" dst "*) dst=\${rest#dst }; bridge fdb del $mac dev ${device} dst \${dst%% *} self;;
          *" master "*) bridge fdb del $mac dev ${device} master;; esac; done`,
      )
  }

  /** By those who talk: what others know of them decides nothing. */
  const knownOf = (talkers: readonly Talker[]): FdbRow[] => {
    const nodes = new Set(talkers.map(({ node }) => node))
    return rows().filter(
      row => row.dst !== null && nodes.has(row.node) && talkers.some(talker => isLearned(row, talker)),
    )
  }

  const untilUnknown = async (talkers: readonly Talker[], limitMs = 30_000): Promise<void> => {
    await until('nobody to be known', () => knownOf(talkers).length === 0, limitMs).catch(() => {
      const left = knownOf(talkers).map(
        ({ node, mac, dst, used, updated }) => `${node}: ${mac} at ${dst}, ${used}/${updated}`,
      )
      throw new Error(`after ${limitMs / 1000} s there were still known ${left.join('; ')}`)
    })
  }

  /** Hosts know each other's MACs for good, and their bridges where they are. */
  const introduce = async (talkers: readonly Talker[]): Promise<void> => {
    for (const talker of talkers.filter(each => !isNode(each))) {
      const others = talkers.filter(({ ip }) => ip !== talker.ip)
      for (const { ip, mac } of others)
        await on(talker.machine, `ip neigh replace ${ip} lladdr ${mac} dev eth0 nud permanent`)
      await tried(talker.machine, `ping -c1 -W1 ${others[0]?.ip}`)
      await until(`${talker.machine} behind its bridge`, () =>
        rows().some(row => row.node === talker.node && row.dst === null && isLearned(row, talker)),
      )
    }
  }

  const predict = async (from: Talker, to: Talker, by: { to: string }): Promise<TraceAnswer> => {
    const body = { from: isNode(from) ? from.machine : from.mac, vni: from.vni, ...by }
    const headers = { 'content-type': 'application/json' }
    const request = new Request('http://localhost/api/v1/trace', {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    })
    const findings = { current: () => [], settle: () => {}, stop: () => {} }
    const past = { ok: false, error: { code: 'cannotOpen', message: '', hint: '' } } as const
    const response = await trace(request, {
      ...{ bus: runtime.bus, past, findings, connectionOf: runtime.connectionOf },
      evidence: createEvidence({ ...runtime, audit: null }),
    })
    if (response.status !== 200) throw new Error(`${from.machine} to ${to.machine}: ${await response.text()}`)
    return TraceAnswer.parse(await response.json())
  }

  /** A node that is busy may not tell in time what it takes an address for. */
  const predictSurely: typeof predict = async (from, to, by) => {
    for (let turn = 0; ; turn += 1) {
      const found = await predict(from, to, by)
      if (found.asks !== null || !isNode(from) || turn === 5) return found
    }
  }

  /**
   * What leaves for a ping, and for its answer, is what was foretold: on the underlay of either end. So is whether it is
   * answered. A host knows the MAC, so that its frame is traced by that unless told otherwise. `asks`: where a trace can't
   * know whether it is a request that leaves first.
   */
  const compare = async (
    from: Talker,
    to: Talker,
    { asks: known, ...by }: { to: string; asks?: boolean } = { to: isNode(from) ? to.ip : to.mac },
  ): Promise<TraceAnswer> => {
    const env = execEnvironment(name)
    const captures = await Promise.all(
      [from, to].map(async ({ node, underlay }) => captureOn(await wordsFor(node), env, underlay)),
    )
    const [here, there] = captures
    try {
      // What a ping before asked in vain would be asked on with, not anew.
      for (const state of isNode(from) ? ['incomplete', 'failed'] : [])
        await tried(from.machine, `ip neigh flush to ${to.ip} dev ${from.stack} nud ${state}`)
      const found = await predictSurely(from, to, by)
      const { sent, back } = found
      const asks = found.asks ?? known
      const [asked, answered] = asks
        ? [`who-has ${to.ip} `, `ARP, Reply ${to.ip} is-at`]
        : [`${from.ip} > ${to.ip}: ICMP echo request`, `${to.ip} > ${from.ip}: ICMP echo reply`]
      const { code } = await tried(from.machine, `ping -c1 -W${getsThere(back) ? 5 : 2} ${to.ip}`)
      const vnis = new Set([from.vni, sent.vni, back?.sent.vni])
      const of = (seen: readonly Seen[] | undefined, inner: string, source: string | null) =>
        (seen ?? []).filter(
          each => vnis.has(each.vni) && each.inner.includes(inner) && (source === null || each.source === source),
        )
      const what = `${from.machine} to ${to.machine} in VNI ${from.vni}, foretold ${found.verdict}`
      const leaves = () => of(here?.seen(), asked, sent.source)
      const answers = () => of(there?.seen(), answered, back?.sent.source ?? null)
      await until(what, () => leaves().length >= sent.destinations.length, 5_000).catch(() => {})
      if (back) await until(what, () => answers().length >= back.sent.destinations.length, 5_000).catch(() => {})
      const [sentSeen, backSeen] = [wordsOf(leaves()), wordsOf(answers())]
      const told = `${what}: ${JSON.stringify(found.hops.map(({ decision }) => decision))}`
      expect(sentSeen, told).toEqual(foretold(found))
      if (back) expect(backSeen, `${told}, back: ${JSON.stringify(back.hops)}`).toEqual(foretold(back))
      else if (found.verdict === 'unreachable') {
        // Others may be answered meanwhile: neighbours that probe what they know.
        const toSender = answers().filter(({ destination }) => destination === sent.source)
        expect(wordsOf(toSender), told).toEqual(new Set())
      }
      if (asks === false && found.verdict !== 'unknown')
        expect(code === 0, told).toBe(getsThere(found) && getsThere(back))
      return found
    } finally {
      await Promise.all(captures.map(capture => capture.stop()))
    }
  }

  return { on, forget, untilUnknown, introduce, compare, knows }
}
export type TraceLab = ReturnType<typeof traceLab>
