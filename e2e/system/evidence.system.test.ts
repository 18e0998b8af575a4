import { spawn } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabInfo, labDown, labExec, labUp } from '@/e2e/lab/lab'
import { findProgram } from '@/e2e/lab/programs'
import { overSsh, uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { CaptureRequest, compareSteps, type EvidenceLine, ProbeRequest, type Step } from '@/lib/model/probe'
import { createPcapReader } from '@/lib/packet'
import type { Audit, AuditRecord } from '@/lib/server/audit'
import { createEvidence, type Evidence } from '@/lib/server/evidence/evidence'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { nodeOf, until, untilConnected } from './running'

const NAME = uniqueInstance('evi')
const NODES = ['vyos01', 'vyos02', 'ubuntu']
const VYOS02 = '10.0.2.253'
const UBUNTU = '10.0.2.1'
const WHO = { name: 'local', role: 'admin', via: 'local', from: null } as const
const needs = ['tcpdump', 'sudo', 'arping', 'setcap'].filter(program => findProgram(program) === undefined)
const lacking = (await whyNoLab()) ?? (needs.length > 0 ? `not installed: ${needs.join(', ')}` : null)

let lab: LabInfo
let runtime: Runtime
let evidence: Evidence
const audited: AuditRecord[] = []

const on = async (node: string, ...argv: string[]): Promise<string> => {
  const { code, stdout, stderr } = await labExec(NAME, node, argv)
  if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`)
  return stdout
}

const OF_THIS_NODE =
  'for p in /proc/[0-9]*; do [ "$(readlink $p/ns/net)" = "$(readlink /proc/self/ns/net)" ] && cat $p/comm; done; true'

/** Each tcpdump that runs on a node. */
const captures = async (node: string): Promise<string[]> =>
  (await on(node, 'sh', '-c', OF_THIS_NODE)).split('\n').filter(comm => comm === 'tcpdump')

const untilNone = async (node: string): Promise<void> => {
  const end = performance.now() + 20_000
  while ((await captures(node)).length > 0) if (performance.now() > end) throw new Error(`tcpdump stays on ${node}`)
}

const all = async (lines: AsyncGenerator<EvidenceLine, void>, see: (line: EvidenceLine) => void = () => {}) => {
  const told: EvidenceLine[] = []
  for await (const line of lines) {
    told.push(line)
    see(line)
  }
  const steps = new Map<string, Step>()
  for (const line of told) if (line.line === 'step') steps.set(line.step.id, line.step)
  const nodes = new Map(told.flatMap(line => (line.line === 'node' ? [[line.node.node, line.node] as const] : [])))
  return { told, steps: [...steps.values()].sort(compareSteps), nodes }
}

const started = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

/** What is known from before can't be learned. */
const forgotten = (who: string, vtep: string) =>
  until(`${who} to forget ${vtep}`, () =>
    runtime.bus.current().fdb.every(({ node, dst, kind }) => node !== who || dst !== vtep || kind !== 'learned'),
  )

/** A program without the capabilities that its package gave it, and with those that `after` gives. */
const bare = (node: string, program: string, after = 'true') =>
  on(
    node,
    'sh',
    '-c',
    `cp /usr/bin/${program} /run/${program} && ${after} && mount --bind /run/${program} /usr/bin/${program}`,
  )

/** Arguments that the rule lets through. */
const RULED = '-i eth1 -p -n -U -s 160 -c 1 -w - udp port 8472'

/** A step in a few words: who, what, where. */
const wordsOf = ({ frame, taught }: Step): string => {
  if (frame)
    return `${frame.packet.inner.kind} ${frame.from.nodes} > ${frame.packet.cast === 'group' ? frame.to.address : frame.to.nodes}`
  return `${taught?.node} ${taught?.event}${taught?.reason ? ` ${taught.reason}` : ''} ${taught?.at?.nodes}`
}

describe('evidence from the underlay', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    for (const node of NODES) await on(node, 'ip', 'link', 'set', 'vxlan0', 'type', 'vxlan', 'ageing', '10')
    runtime = await startRuntime(lab.configFile)
    const audit: Audit = {
      record: async entry => {
        audited.push(entry)
        return { ok: true, value: null }
      },
    }
    evidence = createEvidence({ ...runtime, audit })
    await untilConnected(runtime, NODES)
    await until('all three to be watched', () => NODES.every(name => nodeOf(runtime, name).watch === 'stream'))
  })

  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))

  afterAll(async () => {
    await runtime?.stop()
    if (!lacking) await labDown(NAME)
  })

  it('answers the question of 2014: group, learned there, unicast back, learned here, unicast; and then aged out', async () => {
    const request = ProbeRequest.parse({ from: 'ubuntu', vni: 42, to: '10.0.1.254', count: 2, follow: 120 })
    const { told, steps, nodes } = await all(started(evidence.probe(request, WHO, new AbortController().signal)))
    expect([...nodes.values()].map(({ node, state, error }) => [node, state, error])).toEqual(
      ['ubuntu', 'vyos01', 'vyos02'].map(node => [node, 'ended', null]),
    )
    const words = steps.map(wordsOf)
    // Who floods is heard by vyos02 too: that it learned is said beside.
    const story = words.filter(word => !word.startsWith('vyos02'))
    expect(story.slice(0, 6)).toEqual([
      'arpRequest ubuntu > 239.1.1.1',
      'vyos01 learned ubuntu',
      'arpReply vyos01 > ubuntu',
      'ubuntu learned vyos01',
      'echoRequest ubuntu > vyos01',
      'echoReply vyos01 > ubuntu',
    ])
    expect(words.filter(word => word.includes('239.1.1.1'))).toHaveLength(1)
    expect(story.slice(-2).sort()).toEqual(['ubuntu gone aged vyos01', 'vyos01 gone aged ubuntu'])
    expect(words).toContain('vyos02 learned ubuntu')
    // The flood was seen by all three, the answer by the two it concerns.
    expect(steps[0]?.frame?.seen.map(({ node }) => node).sort()).toEqual(['ubuntu', 'vyos01', 'vyos02'])
    expect(steps.find(({ frame }) => frame?.packet.inner.kind === 'arpReply')?.frame?.seen).toHaveLength(2)
    expect(told.find(line => line.line === 'sent')).toMatchObject({ answered: true, error: null })
    expect(told.at(-1)).toMatchObject({ line: 'end', why: 'done' })
    expect(steps.filter(({ taught }) => taught?.event === 'learned').every(({ after }) => after !== null)).toBe(true)
  })

  it('captures on all nodes at once, and gives what it captured as pcap', async () => {
    const request = CaptureRequest.parse({ vni: 42, packets: 4, seconds: 60 })
    let id = ''
    let sent = false
    const listening = new Set<string>()
    const { steps, told } = await all(started(evidence.capture(request, WHO, new AbortController().signal)), line => {
      if (line.line === 'begin') id = line.id
      if (line.line === 'node' && line.node.state === 'capturing') listening.add(line.node.node)
      if (listening.size < 3 || sent) return
      sent = true
      void on('vyos02', 'ping', '-c4', '-i0.3', '10.0.1.254').then(() =>
        on('ubuntu', 'ping', '-c4', '-i0.3', '10.0.1.253'),
      )
    })
    expect(steps.map(wordsOf)).toContain('echoRequest vyos02 > vyos01')
    expect(told.at(-1)).toMatchObject({ line: 'end', why: 'done' })
    const reader = createPcapReader()
    const read = reader.push(evidence.shelf.pcap(id, 'vyos01') ?? new Uint8Array())
    expect(read.ok && read.value.length).toBe(4)
    for (const node of NODES) await untilNone(node)
  })

  it('ends on the nodes when nobody listens any more', async () => {
    const stop = new AbortController()
    const request = CaptureRequest.parse({ vni: 42, seconds: 120 })
    const { told } = await all(started(evidence.capture(request, WHO, stop.signal)), line => {
      if (line.line === 'node' && line.node.state === 'capturing' && line.node.node === 'vyos01') stop.abort()
    })
    expect(told.at(-1)).toMatchObject({ why: 'stopped' })
    for (const node of NODES) await untilNone(node)
  })

  it('stays on no node when we are killed', async () => {
    const child = spawn(process.execPath, ['e2e/system/hold-capture.mjs', lab.configFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const saidCapturing = (resolve: (said: boolean) => void) =>
      child.stdout.on('data', chunk => `${chunk}`.includes('capturing') && resolve(true))
    await new Promise(saidCapturing)
    for (const node of NODES) expect(await captures(node)).not.toEqual([])
    child.kill('SIGKILL')
    for (const node of NODES) await untilNone(node)
  })

  it('sends no more packets than it was asked to where nobody answers', async () => {
    await on('ubuntu', 'ip', 'neigh', 'replace', '10.0.1.99', 'lladdr', '02:00:00:00:00:99', 'dev', 'vxlan0')
    const request = ProbeRequest.parse({ from: 'ubuntu', vni: 42, to: '10.0.1.99', count: 3 })
    const { told, steps } = await all(started(evidence.probe(request, WHO, new AbortController().signal)))
    await on('ubuntu', 'ip', 'neigh', 'del', '10.0.1.99', 'dev', 'vxlan0')
    expect(steps.filter(({ frame }) => frame?.packet.inner.kind === 'echoRequest')).toHaveLength(3)
    expect(told.find(line => line.line === 'sent')).toMatchObject({ answered: false, error: null })
  })

  it('asks by ARP where it is told to: with what teaches the same', async () => {
    await forgotten('ubuntu', VYOS02)
    await forgotten('vyos02', UBUNTU)
    const request = ProbeRequest.parse({ from: 'ubuntu', vni: 42, to: '10.0.1.253', count: 1, method: 'arping' })
    const { told, steps } = await all(started(evidence.probe(request, WHO, new AbortController().signal)))
    expect(steps.map(wordsOf).filter(word => !word.startsWith('vyos01'))).toEqual([
      'arpRequest ubuntu > 239.1.1.1',
      'vyos02 learned ubuntu',
      'arpReply vyos02 > ubuntu',
      'ubuntu learned vyos02',
    ])
    expect(told.find(line => line.line === 'sent')).toMatchObject({ answered: true, error: null })
  })

  it('asks by ARP as root where the login may not itself, and says so where neither may', async () => {
    await bare('ubuntu', 'arping')
    const request = ProbeRequest.parse({ from: 'ubuntu', vni: 42, to: '10.0.1.253', count: 1, method: 'arping' })
    const probe = async () => all(started(evidence.probe(request, WHO, new AbortController().signal)))
    const refused = await probe()
    expect(refused.told.find(line => line.line === 'sent')).toMatchObject({ answered: false })
    expect(refused.told.flatMap(line => (line.line === 'said' ? line.text : [])).join()).toContain('not permitted')
    const rule = 'ops ALL=(root) NOPASSWD: /usr/bin/arping ^-c [0-9]+ -w [0-9]+ -I [A-Za-z0-9._-]+ [0-9.]+$'
    await on('ubuntu', 'sh', '-c', `echo '${rule}' >>/etc/sudoers`)
    expect((await probe()).told.find(line => line.line === 'sent')).toMatchObject({ answered: true, error: null })
  })

  it('the rule of sudoers lets nothing but such a capture through', async () => {
    const { code } = await overSsh(lab, 'ubuntu', `sudo -n -l tcpdump ${RULED}`)
    expect(code).toBe(0)
    for (const words of ['-i eth1 -w /tmp/x', '-i eth1 -p -n -U -s 160 -c 1 -w - udp port 1 -z sh', '-r /etc/shadow']) {
      const { code } = await overSsh(lab, 'ubuntu', `sudo -n tcpdump ${words}`)
      expect(code).not.toBe(0)
    }
  })

  it('ends what hangs on a node, and says so', async () => {
    // ping goes on for ever; what ends a capture in time comes far too late.
    const instead = async (node: string, program: string): Promise<() => Promise<string>> => {
      const place = `$(readlink -f "$(command -v ${program})")`
      const hangs = "printf '#!/bin/sh\\nexec /run/sleep 600\\n' >/run/hangs; chmod 755 /run/hangs"
      await on(node, 'sh', '-c', `cp "$(command -v sleep)" /run/sleep; ${hangs}; mount --bind /run/hangs "${place}"`)
      return () => on(node, 'sh', '-c', `umount "${place}"`)
    }
    const back = [await instead('ubuntu', 'ping'), await instead('vyos02', 'sleep')]
    const { signal } = new AbortController()
    const probe = ProbeRequest.parse({ from: 'ubuntu', vni: 42, to: '10.0.1.254', count: 1 })
    const capture = CaptureRequest.parse({ vni: 42, nodes: ['vyos02'], seconds: 1 })
    const [sent, captured] = await Promise.all([
      all(started(evidence.probe(probe, WHO, signal))),
      all(started(evidence.capture(capture, WHO, signal))),
    ])
    for (const umount of back) await umount()
    expect(sent.told.find(line => line.line === 'sent')).toMatchObject({ answered: false, error: { code: 'timeout' } })
    expect(captured.nodes.get('vyos02')).toMatchObject({ state: 'ended', error: { code: 'timeout' } })
    const last = audited.slice(-2).map(({ action, result }) => `${action} ${result}`)
    expect(last.sort()).toEqual(['capture ok', 'probe failed'])
    for (const node of NODES) await untilNone(node)
  })

  it('a node without the right to capture says so, and the FDBs tell the story alone', async () => {
    for (const node of NODES) await on(node, 'sed', '-i', '/tcpdump \\^/d', '/etc/sudoers')
    await forgotten('ubuntu', VYOS02)
    const request = ProbeRequest.parse({ from: 'ubuntu', vni: 42, to: '10.0.1.253', count: 1 })
    const { steps, nodes } = await all(started(evidence.probe(request, WHO, new AbortController().signal)))
    expect(new Set([...nodes.values()].map(({ state }) => state))).toEqual(new Set(['none']))
    expect(nodes.get('ubuntu')?.error?.hint).toContain('sudoers')
    expect(steps.map(wordsOf)).toContain('ubuntu learned vyos02')
    expect(audited.at(-1)).toMatchObject({ action: 'probe', result: 'ok', commands: [{ node: 'ubuntu' }] })
    // What ran nowhere was not done.
    await all(started(evidence.capture(CaptureRequest.parse({ vni: 42 }), WHO, new AbortController().signal)))
    expect(audited.at(-1)).toMatchObject({ action: 'capture', result: 'failed', commands: [] })
    expect(audited.at(-1)?.output).toMatch(/^ubuntu: .+$/m)
  })

  it('captures by a capability of tcpdump, where the login has no rule', async () => {
    await bare('ubuntu', 'tcpdump', 'setcap cap_net_raw+ep /run/tcpdump')
    const request = CaptureRequest.parse({ vni: 42, packets: 2, seconds: 60 })
    let sent = false
    const { nodes } = await all(started(evidence.capture(request, WHO, new AbortController().signal)), line => {
      if (line.line !== 'node' || line.node.state !== 'capturing' || sent) return
      sent = true
      void on('ubuntu', 'ping', '-c4', '-i0.3', '10.0.1.253')
    })
    expect(nodes.get('ubuntu')).toMatchObject({ state: 'ended', error: null, packets: 2 })
    expect(nodes.get('vyos01')?.error?.hint).toContain('sudoers')
    await untilNone('ubuntu')
  })
})
