import { expect, vi } from 'vitest'
import { AuditQuery } from '@/lib/model/audit'
import type { PlanNode } from '@/lib/model/plan'
import { killSshd, startSshd } from '../lab/lab'
import { NODES, type NodeName, type UndoLab } from './undo-lab'

const addressOf = (node: NodeName): string => `10.100.0.${NODES.indexOf(node) + 1}/24`
export const create = (node: NodeName) => ({
  ...{ node, action: 'create', name: 'vxlan100', vni: 100, group: '239.1.1.100', link: 'eth1', port: 8472, mtu: 1400 },
  addresses: [addressOf(node)],
})

/** Commands before a VyOS node is kept: from 1.4 on it is saved by that. */
export const lastOf = ({ commands, method }: PlanNode): number =>
  method === 'vyos1.4' ? commands.lastIndexOf('commit') + 1 : commands.length

/** What a case before has left is read soon. */
const SOON = { timeout: 170_000, interval: 200 }

export const planOf = (lab: UndoLab, change: Record<string, unknown>): Promise<{ digest: string; planned: PlanNode }> =>
  vi.waitFor(async () => {
    const { digest, nodes } = await lab.rest.plan([change])
    const [planned] = nodes
    if (!planned) throw new Error('the plan is of no node')
    return { digest, planned }
  }, SOON)

/** Begins a change, planned again where its node is another meanwhile, or too busy to be read. */
export const begun = (
  lab: UndoLab,
  change: Record<string, unknown>,
  first: (planned: PlanNode) => void = () => {},
): Promise<string> =>
  vi.waitFor(async () => {
    const { digest, planned } = await planOf(lab, change)
    first(planned)
    const { id, code, message } = await lab.rest.begin(digest)
    expect([code, message]).toEqual(['', ''])
    return id
  }, SOON)

export interface Fault {
  /** After which command of the plan it comes. */
  after: (planned: PlanNode) => number
  /** Comes while the command is held. */
  strike: (node: NodeName, lab: UndoLab) => Promise<unknown>
  /** Takes it away once the node has undone by itself, where it can't be reached meanwhile. */
  heal: (node: NodeName, lab: UndoLab) => Promise<unknown>
  /** The node is cut off until it is healed. */
  cuts: boolean
}

/** The time after which a node undoes by itself is over: what sleeps until then is woken. */
export const LET_TIME_PASS = `w=$(cat /tmp/vxscope-*/watch)
  for each in /proc/[0-9]*/stat; do read -r pid _ _ parent _ <"$each" && [ "$parent" = "$w" ] && kill "$pid"; done 2>/dev/null; true`
export const UNTIL_UNDONE = 'until ls /tmp/vxscope-*/undone >/dev/null 2>&1; do sleep 0.2; done'

/** A change on one node, and a fault in it: the node is as before then, and everybody is told. */
export const undoes = async (
  lab: UndoLab,
  node: NodeName,
  change: Record<string, unknown>,
  fault: Fault,
): Promise<string> => {
  const { rest, serving, sh, stateOf } = lab
  const before = await stateOf(node)
  expect([node, before]).toEqual([node, expect.not.stringContaining('/tmp/vxscope-')])
  const pause = lab.pauseOf(node)
  const id = await begun(lab, change, planned => pause.after(fault.after(planned)))
  await pause.reached()
  await fault.strike(node, lab)
  pause.goOn()
  try {
    if (fault.cuts) await sh(node, `${LET_TIME_PASS}\n${UNTIL_UNDONE}`)
    else await rest.ended(id)
  } finally {
    await fault.heal(node, lab)
  }
  const ended = await rest.ended(id)
  expect(ended.nodes).toMatchObject([{ node, state: 'undone' }])
  // A link that was down takes a moment to be up.
  await expect.poll(() => stateOf(node), { message: node, timeout: 10_000, interval: 200 }).toBe(before)
  const audit = serving.history.ok
    ? await serving.history.value.auditEntries(AuditQuery.parse({ node, limit: 1 }))
    : null
  expect(audit?.ok && audit.value.entries).toMatchObject([{ action: 'changeApplied', result: 'undone', nodes: [node] }])
  return ended.nodes[0]?.failure?.at ?? ''
}

export const onAll = async (work: (node: NodeName) => Promise<void>): Promise<void> => {
  // One that fails must not leave the others half way.
  for (const done of await Promise.allSettled(NODES.map(work))) if (done.status === 'rejected') throw done.reason
}

const sshd: Omit<Fault, 'after'> = {
  cuts: true,
  strike: (node, { name }) => killSshd(name, node),
  heal: (node, { name }) => startSshd(name, node),
}
const link: Omit<Fault, 'after'> = {
  cuts: true,
  strike: (node, { sh }) => sh(node, 'ip link set eth1 down'),
  heal: (node, { sh }) => sh(node, 'ip link set eth1 up'),
}

/** What takes the connection away. */
export const CUTS = { 'its sshd is killed': sshd, 'its underlay link goes down': link }
