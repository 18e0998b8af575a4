import type { Page } from '@playwright/test'
import { ChangesAnswer } from '@/lib/model/apply'
import type { Expect } from '@/lib/model/plan'
import { factsOnNode } from './device'
import { expect, type OnNode } from './test'

/** A change over three nodes, each asked, told and looked at again, on a busy machine. */
export const APPLIED = { timeout: 90_000 }
/** Nodes are asked over a connection of their own. */
export const ASKED = { timeout: 30_000 }

/** A node's own fields of the form. */
export const at = (page: Page, node: string) => page.getByRole('group', { name: node })

export const preview = async (page: Page, nodes: number): Promise<void> => {
  await page.getByRole('button', { name: 'Show what would run' }).press('Enter')
  await expect(page.getByRole('heading', { name: `What runs on ${nodes} nodes` })).toBeVisible(ASKED)
}

export const done = (page: Page, nodes: number): Promise<void> =>
  expect(page.getByRole('heading', { name: `Done on ${nodes} nodes` })).toBeVisible(APPLIED)

export const removed = (page: Page, nodes: number): Promise<void> =>
  expect(page.getByRole('heading', { name: `Removed from ${nodes} nodes` })).toBeVisible(APPLIED)

/** Each node pings the next one's address over the VNI. */
export const reachEachOther = async (onNode: OnNode, addresses: Readonly<Record<string, string>>): Promise<void> => {
  const all = Object.entries(addresses)
  const others = [...all.slice(1), ...all.slice(0, 1)]
  for (const [index, [, address]] of others.entries())
    await onNode(all[index]?.[0] ?? '', 'ping', '-c1', '-W5', address)
}

/** From a change that is done to the graph, which has its nodes in the VNI. */
export const seeInGraph = async (page: Page, vni: number, nodes: readonly string[]): Promise<void> => {
  await page.getByRole('link', { name: `VNI ${vni} in the overlay` }).press('Enter')
  for (const node of nodes)
    await expect(page.getByLabel(new RegExp(`^node ${node}, .*VNI .*${vni}`))).toBeVisible(ASKED)
}

/** What of a change still lies on a node: nothing once it has ended. */
export const leftOn = (onNode: OnNode, node: string): Promise<string> =>
  onNode(node, 'sh', '-c', 'ls -d /tmp/vxscope-* 2>/dev/null; true')

const lastPlan = async (url: string): Promise<{ node: string; expect: Expect }[]> => {
  const response = await fetch(`${url}/api/v1/vxlan/changes`)
  return ChangesAnswer.parse(await response.json()).changes[0]?.plan.nodes ?? []
}

/** `ip -d link show` of each node of the last change, field by field, against what its plan said. @returns those nodes */
export const asPlanned = async (url: string, onNode: OnNode): Promise<string[]> => {
  const plan = await lastPlan(url)
  for (const { node, expect: planned } of plan) {
    const facts = await factsOnNode(onNode, node, planned.ifname)
    const told = Object.fromEntries(Object.keys(planned).map(field => [field, facts[field]]))
    expect(told, node).toEqual(planned)
  }
  return plan.map(({ node }) => node).sort()
}
