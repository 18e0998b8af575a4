import type { PlanNode } from '@/lib/model/plan'
import type { Reading } from '@/lib/model/reading'
import { canonical, floodOf } from './device'

/** Something that the overlay lacks, seen on a node. */
export interface Lack {
  node: string
  message: string
}

/** Where a device must send what it doesn't know the way of: its group, its remote, its flood list. */
const destinations = ({ expect: { group, remote, flood } }: PlanNode): string[] =>
  [group, remote, ...(flood ?? [])].filter(each => each !== null && each !== undefined)

const floods = ({ expect }: PlanNode, reading: Reading, to: string): boolean =>
  floodOf(reading, expect.ifname).includes(to)

const ownAddresses = ({ links }: Reading): string[] =>
  links.flatMap(({ addresses }) => addresses.map(({ address }) => canonical(address)))

const portOf = ({ expect }: PlanNode, reading: Reading | undefined): number | null =>
  reading?.links.find(({ ifname }) => ifname === expect.ifname)?.vxlan?.port ?? null

/** Other ends of this change: those on another port, and those that are to flood to a node by its group or an address of it. */
const peerLacks = (plan: PlanNode, nodes: readonly PlanNode[], readings: ReadonlyMap<string, Reading>): Lack[] => {
  const reading = readings.get(plan.node)
  const here = [...(plan.expect.group ? [plan.expect.group] : []), ...(reading ? ownAddresses(reading) : [])]
  const port = portOf(plan, reading)
  return nodes
    .filter(peer => peer.node !== plan.node && peer.expect.exists && peer.expect.vni === plan.expect.vni)
    .flatMap(peer => {
      const there = readings.get(peer.node)
      const other = portOf(peer, there)
      if (port !== null && other !== null && port !== other)
        return [
          { node: plan.node, message: `it is on port ${port}, ${peer.node} on ${other}: they never hear each other` },
        ]
      const meant = destinations(peer).filter(each => here.includes(each))
      return meant
        .filter(to => there === undefined || !floods(peer, there, to))
        .map(to => ({ node: plan.node, message: `${peer.node} does not flood to it: no entry for ${to}` }))
    })
}

const isUsable = (reading: Reading | undefined, ifname: string): boolean => {
  const link = reading?.links.find(each => each.ifname === ifname)
  return link?.up === true && !['DOWN', 'LOWERLAYERDOWN', 'NOTPRESENT'].includes(link.operstate ?? '')
}

/** The underlay device, where it could be used when the change began: one that was down already is no fault of the change. */
const underlayLacks = ({ node, expect }: PlanNode, reading: Reading, before: Reading | undefined): Lack[] =>
  expect.link && isUsable(before, expect.link) && !isUsable(reading, expect.link)
    ? [{ node, message: `its underlay ${expect.link} is down` }]
    : []

/**
 * What is lacking for an overlay to be whole around the devices of a plan: each has its flood entries, and each end that the
 * plan makes sees the others. `before`: readings from before the change. Empty: it is whole. Nodes that lose their device lack nothing.
 */
export const compareOverlay = (
  nodes: readonly PlanNode[],
  readings: ReadonlyMap<string, Reading>,
  before: ReadonlyMap<string, Reading> = new Map(),
): Lack[] =>
  nodes
    .filter(({ expect }) => expect.exists && expect.up !== false)
    .flatMap(plan => {
      const reading = readings.get(plan.node)
      if (!reading) return [{ node: plan.node, message: 'it could not be read' }]
      const own = destinations(plan)
        .filter(to => !floods(plan, reading, to))
        .map(to => ({ node: plan.node, message: `${plan.expect.ifname} has no flood entry for ${to}` }))
      return [...underlayLacks(plan, reading, before.get(plan.node)), ...own, ...peerLacks(plan, nodes, readings)]
    })
