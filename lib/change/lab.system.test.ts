import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { labDown, labExec, labUp } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import type { PlanNode } from '@/lib/model/plan'
import type { Reading } from '@/lib/model/reading'
import {
  buildScript,
  NO_NEEDS,
  PROBE,
  parseAnswers,
  parseProbe,
  parseReading,
  type Query,
  readingQueries,
} from '@/lib/platform'
import { quoteArgument } from '@/lib/platform/script'
import { buildKeepScript, buildUndoScript } from './dead-man'
import { compareExpect } from './expect'
import { type NodeFacts, UNKNOWN_SYSTEM } from './facts'
import { parseProgress } from './protocol'
import { buildLinuxScript } from './script-linux'
import { aCreate, planOf } from './testing'

const why = await whyNoLab()
beforeEach(context => context.skip(why !== null, why ?? ''))

const name = uniqueInstance('p')
const NODE = 'ubuntu'
const SYSTEM = { ...UNKNOWN_SYSTEM, root: true }

beforeAll(async () => {
  if (why !== null) return
  await labUp({ name })
  const line = async (text: string) => expect((await run(text)).code).toBe(0)
  await line('ip link add br7 type bridge')
  await line('ip link set br7 up')
  await line('ip addr add 2001:db8:2::1/64 dev eth1 nodad')
})
afterAll(async () => {
  if (why === null) await labDown(name)
})

/** As root in the node. */
const run = (script: string) => labExec(name, NODE, ['sh', '-c', script])

const ask = async (queries: readonly Query[]) => {
  const answers = parseAnswers(queries, (await run(buildScript(queries))).stdout)
  if (!answers.ok) throw new Error(`${answers.error.answered} answers`)
  return answers.value
}

const read = async (): Promise<Reading> => {
  const profile = parseProbe(await ask(PROBE), 'linux')
  if (!profile.ok) throw new Error(profile.error.message)
  const reading = parseReading(profile.value, await ask(readingQueries(profile.value, NO_NEEDS)), 0)
  if (!reading.ok) throw new Error(reading.error.message)
  return reading.value
}

const facts = async (): Promise<NodeFacts> => ({ reading: await read(), system: SYSTEM })

/** Runs lines as they are printed, and holds each to its success and to saying nothing. */
const runAll = async (lines: readonly string[]) => {
  const script = lines.map(line => `${line} || { echo failed ${quoteArgument(line)}; exit 1; }`).join('\n')
  expect(await run(script)).toEqual({ code: 0, stdout: '', stderr: '' })
}

/** Commands, then what was expected of them; undo, then what was before. */
const thereAndBack = async (plan: PlanNode) => {
  await runAll(plan.commands)
  expect(compareExpect(plan.expect, await read())).toEqual({ differences: [], unknown: [] })
  await runAll(plan.undo)
  expect(compareExpect(plan.before, await read())).toEqual({ differences: [], unknown: [] })
}

const { group: _, ...bare } = aCreate({ node: 'n1', addresses: [] })

describe('a plan run for real, and its undo', () => {
  it.each([
    ['over a group', aCreate({ addresses: ['10.100.0.1/24', '2001:db8:64::1/64'] })],
    [
      'every option',
      aCreate({
        ttl: 16,
        tos: 16,
        df: 'set',
        learning: false,
        ageing: 60,
        mtu: 1400,
        description: "tenant `blue` $(x) 'y'",
      }),
    ],
    ['inherited TOS', aCreate({ tos: 1, df: 'inherit' })],
    ['one remote', { ...bare, remotes: ['10.0.2.254'], local: '10.0.2.1' }],
    ['three remotes', { ...bare, remotes: ['10.0.2.254', '10.0.2.253', '10.0.2.9'] }],
    ['a group and a remote', { ...bare, group: '239.1.1.100', remotes: ['10.0.2.77'] }],
    ['over IPv6', { ...bare, group: 'ff05::100' }],
    ['one IPv6 remote', { ...bare, remotes: ['2001:db8:2::9'] }],
    [
      'without an underlay device',
      { node: 'n1', action: 'create', name: 'vxlan100', vni: 100, remotes: ['10.0.2.254'] },
    ],
    ['in a bridge', { ...bare, group: '239.1.1.100', bridge: 'br7' }],
  ])('create: %s', async (_title, change) => {
    await thereAndBack(planOf(change, await facts()))
    expect((await read()).links.some(({ ifname }) => ifname === 'vxlan100')).toBe(false)
  })

  describe('of a device that is there', () => {
    beforeAll(async () => {
      if (why !== null) return
      const plan = planOf(aCreate({ ttl: 16, ageing: 120, description: 'blue' }), await facts())
      await runAll([...plan.commands, 'bridge fdb add 02:00:00:00:00:09 dev vxlan100 dst 10.0.2.9 self permanent'])
    })

    it.each([
      ['its MTU and addresses', { mtu: 1300, addresses: ['10.100.0.9/24'] }],
      ['options, in place', { ttl: 64, tos: 8, df: 'set', learning: false, ageing: 33 }],
      ['its description and bridge', { description: '', bridge: 'br7', addresses: [] }],
      ['its port: made anew', { port: 8472 }],
      ['its group for remotes: made anew', { remotes: ['10.0.2.254', '10.0.2.253'] }],
    ])('update: %s', async (_title, change) => {
      await thereAndBack(planOf({ node: 'n1', action: 'update', name: 'vxlan100', vni: 100, ...change }, await facts()))
    })

    it('delete: the undo brings back its MAC and the entry put there by hand, too', async () => {
      const macOf = (reading: Reading) => reading.links.find(({ ifname }) => ifname === 'vxlan100')?.mac
      const before = await read()
      await thereAndBack(planOf({ node: 'n1', action: 'delete', name: 'vxlan100', vni: 100 }, await facts()))
      const after = await read()
      expect(macOf(after)).toBe(macOf(before))
      expect(after.fdb.filter(({ mac }) => mac === '02:00:00:00:00:09')).toMatchObject([
        { dst: '10.0.2.9', state: 'permanent' },
      ])
    })
  })

  it('refuses what the kernel refuses: the same VNI and port', async () => {
    await run('ip link add vx7 type vxlan id 7 dev eth1 dstport 4789')
    const now = await facts()
    expect(() => planOf(aCreate({ vni: 7, addresses: [], name: 'vx8' }), now)).toThrow(
      'vx7 has VNI 7 on port 4789 already',
    )
    expect((await run('ip link add vx8 type vxlan id 7 group 239.1.1.1 dev eth1 dstport 4789')).stderr).toContain(
      'exists',
    )
    expect(() => planOf(aCreate({ vni: 8, addresses: [], name: 'vx8', mtu: 1451 }), now)).toThrow('at most 1450')
    await run('ip link del vx7')
  })
})

describe('the script of a plan', () => {
  const nonce = `lab${process.pid}nonce0123456789`
  const WAITS = { undoAfter: 60, grace: 5 }

  it('makes the device and is kept', async () => {
    const plan = planOf(
      aCreate({ name: 'vxlan200', vni: 200, group: '239.1.1.200', addresses: ['10.200.0.1/24'] }),
      await facts(),
    )
    const { stdout } = await run(buildLinuxScript(plan, nonce, WAITS))
    expect(parseProgress(nonce, stdout)).toMatchObject({ state: 'armed', done: true, failure: null })
    expect(compareExpect(plan.expect, await read()).differences).toEqual([])
    const kept = await run(buildKeepScript(nonce, WAITS))
    expect(parseProgress(nonce, kept.stdout).state).toBe('kept')
    expect(compareExpect(plan.expect, await read()).differences).toEqual([])
  })

  it('undoes a delete when told so', async () => {
    const plan = planOf({ node: 'n1', action: 'delete', name: 'vxlan200', vni: 200 }, await facts())
    await run(buildLinuxScript(plan, nonce, WAITS))
    expect(compareExpect(plan.expect, await read()).differences).toEqual([])
    const undone = await run(buildUndoScript(nonce))
    expect(parseProgress(nonce, undone.stdout).state).toBe('undone')
    expect(compareExpect(plan.before, await read()).differences).toEqual([])
  })

  it('touches nothing when another device has taken the name since', async () => {
    const plan = planOf({ node: 'n1', action: 'delete', name: 'vxlan200', vni: 200 }, await facts())
    await run('ip link del vxlan200; ip link add vxlan200 type vxlan id 201 dev eth1 dstport 4789')
    const { code, stdout } = await run(buildLinuxScript(plan, `${nonce}x`, WAITS))
    expect([code, parseProgress(`${nonce}x`, stdout).failure]).toEqual([20, { at: 'guard', status: 1 }])
    expect((await read()).links.find(({ ifname }) => ifname === 'vxlan200')?.vxlan?.vni).toBe(201)
  })
})
