import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { asRest, LOCAL, statesOf } from '@/e2e/change/rest'
import { NODES, type UndoLab, upUndoLab } from '@/e2e/change/undo-lab'
import { CUTS, create, LET_TIME_PASS, lastOf, onAll, UNTIL_UNDONE, undoes } from '@/e2e/change/undoes'
import { killSshd, startSshd } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoChanges } from '@/e2e/lab/testing'
import { until } from '@/e2e/lab/until'
import { startServing } from '../serving'

const why = await whyNoChanges()
beforeEach(context => context.skip(why !== null, why ?? ''))
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

let lab: UndoLab
const children: ChildProcess[] = []

beforeAll(async () => {
  if (why === null) lab = await upUndoLab(uniqueInstance('und'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => lab?.down())

it('is undone when the node refuses it', async () => {
  const strike = {
    ubuntu: 'ip addr add 10.100.0.1/24 dev vxlan100',
    vyos11: 'ip link add twin type vxlan id 100 group 239.1.1.100 dev eth9 dstport 8472',
    vyos13: 'ip link set eth9 mtu 1430',
    vyos14: 'ip link set eth9 mtu 1430',
  }
  const heal = {
    ubuntu: 'true',
    vyos11: 'ip link del twin',
    vyos13: 'ip link set eth9 mtu 1500',
    vyos14: 'ip link set eth9 mtu 1500',
  }
  const at: Record<string, string> = {}
  await onAll(async node => {
    at[node] = await undoes(
      lab,
      node,
      { ...create(node), link: 'eth9' },
      {
        ...{
          cuts: false,
          after: () => 1,
          strike: () => lab.sh(node, strike[node]),
          heal: () => lab.sh(node, heal[node]),
        },
      },
    )
  })
  expect(at).toEqual({ ubuntu: '3', vyos11: 'device', vyos13: '7', vyos14: '7' })
})

it('is undone when what is there is not what was planned', async () => {
  await onAll(async node => {
    const at = await undoes(lab, node, create(node), {
      ...{ cuts: false, after: lastOf, heal: async () => {} },
      strike: () => lab.sh(node, 'ip link set vxlan100 mtu 1300'),
    })
    expect([node, at]).toEqual([node, 'verify'])
  })
})

it.each(Object.entries(CUTS))('is undone by the node itself when %s', async (_, fault) => {
  await onAll(async node => {
    await undoes(lab, node, create(node), { ...fault, after: ({ commands }) => Math.min(3, commands.length) })
  })
})

it('asks about the others at once where a node is lost, and keeps them where it is told to', async () => {
  const before = await lab.stateOf('vyos13')
  const pause = lab.pauseOf('vyos13')
  pause.after(1)
  const { changes } = lab.serving
  const { digest } = await lab.rest.plan((['ubuntu', 'vyos13'] as const).map(create))
  const { id } = await lab.rest.begin(digest, true)
  const states = () => statesOf(changes.get(id) ?? { nodes: [] })
  await pause.reached()
  await killSshd(lab.name, 'vyos13')
  pause.goOn()
  try {
    await until(() => changes.get(id)?.state === 'asking', 'the question', 60_000)
    await expect.poll(states).toEqual({ ubuntu: 'whole', vyos13: 'undoing' })
    await changes.answer(id, false, LOCAL)
    await until(() => states().ubuntu === 'kept', 'ubuntu to be kept', 60_000)
    await lab.sh('vyos13', `${LET_TIME_PASS}\n${UNTIL_UNDONE}`)
  } finally {
    await startSshd(lab.name, 'vyos13')
  }
  expect(statesOf(await lab.rest.ended(id))).toEqual({ ubuntu: 'kept', vyos13: 'undone' })
  await expect.poll(() => lab.stateOf('vyos13'), { timeout: 10_000 }).toBe(before)
  await lab.rest.apply([{ node: 'ubuntu', action: 'delete', name: 'vxlan100', vni: 100 }])
})

it('is undone by the nodes themselves when the server is killed, and the next one tells how it ended', async () => {
  const before = await Promise.all(NODES.map(lab.stateOf))
  const change = path.join(lab.dir, 'killed.json')
  await writeFile(change, JSON.stringify({ nodes: NODES.map(create) }))
  const pauses = NODES.map(lab.pauseOf)
  for (const pause of pauses) pause.after(2)
  const configFile = await lab.configFile('killed')
  const argv = ['e2e/change/serve-and-apply.mjs', configFile, change]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const told = once(createInterface({ input: child.stdout }), 'line')
  await Promise.all(pauses.map(pause => pause.reached()))
  const [id] = await told
  const exited = once(child, 'close')
  child.kill('SIGKILL')
  await exited
  for (const pause of pauses) pause.goOn()
  // One is left to the next server.
  await Promise.all(NODES.slice(1).map(node => lab.sh(node, `${LET_TIME_PASS}\n${UNTIL_UNDONE}`)))
  const next = await startServing(configFile, lab.dir)
  try {
    const ended = await asRest(next).ended(String(id))
    expect(statesOf(ended)).toEqual(Object.fromEntries(NODES.map(node => [node, 'undone'])))
    expect(new Set(ended.nodes.map(({ failure }) => failure?.at))).toEqual(new Set(['interrupted']))
  } finally {
    await next.stop()
  }
  expect(await Promise.all(NODES.map(lab.stateOf))).toEqual(before)
})
