import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeAnswer } from '@/lib/model/api'
import { labStatus, startSshd, stopSshd } from '../lab/lab'
import { whyNoChanges } from '../lab/testing'
import { type ServerProcess, startServer } from '../setup/server-process'
import { axeFindings } from './support/axe'
import {
  APPLIED,
  ASKED,
  asPlanned,
  at,
  done,
  leftOn,
  preview,
  reachEachOther,
  removed,
  seeInGraph,
} from './support/changes'
import { linkOnNode } from './support/device'
import { LAB } from './support/environment'
import { tabTo } from './support/keys'
import { errorOf, expect, onNode, RECONNECTED, test } from './support/test'

const ROOT = path.resolve(fileURLToPath(new URL('../..', import.meta.url)))
const NODES = ['ubuntu', 'vyos01', 'vyos02']
const ADDRESSES = { ubuntu: '10.100.0.1', vyos01: '10.100.0.254', vyos02: '10.100.0.253' }

// Refusals are part of it: the browser logs each 4xx.
test.use({ refused: true })

let configFile: string
let server: ServerProcess

test.beforeAll(async () => {
  test.setTimeout(60_000)
  const why = await whyNoChanges()
  test.skip(why !== null, why ?? '')
  const { lab } = await labStatus(LAB)
  if (!lab) return
  // Its keys and known hosts are named beside it.
  configFile = path.join(path.dirname(lab.configFile), 'changes.yaml')
  await writeFile(configFile, (await readFile(lab.configFile, 'utf8')).replace('readOnly: true', 'readOnly: false'))
  server = await startServer(ROOT, { configFile, port: 0, output: 'kept' })
})

test.afterAll(async () => {
  await server?.stop()
})

/** Devices of a node as the server knows them. */
const devicesOf = async (node: string): Promise<string[]> => {
  const response = await fetch(`${server.url}/api/v1/nodes/${node}`)
  return NodeAnswer.parse(await response.json()).links.map(({ ifname }) => ifname)
}

test('VNI 100 on three nodes by the form: added, seen, changed and removed', async ({ page }) => {
  test.setTimeout(300_000)

  await test.step('the form fills in what is sensible, and knows what each node takes', async () => {
    await page.goto(`${server.url}/vxlan`)
    await page.getByRole('link', { name: 'Add VXLAN interface' }).press('Enter')
    for (const node of NODES) await page.getByRole('button', { name: new RegExp(`^${node}`) }).press('Enter')
    await page.getByLabel('VNI', { exact: true }).fill('100')
    await expect(page.getByLabel('Multicast group')).toHaveValue('239.1.1.100', ASKED)
    await expect(page.getByLabel('Port')).toHaveValue('8472')
    await expect(page.getByText('vyos01, vyos02 have no setting for it')).toBeVisible()
    for (const node of NODES) {
      await expect(at(page, node).getByLabel('Device', { exact: true })).toHaveValue('vxlan100')
      await expect(at(page, node).getByLabel('Underlay device')).toHaveValue('eth1')
    }
    await expect(page).toHaveURL(/nodes=ubuntu,vyos01,vyos02/)
  })

  await test.step('what a node would refuse is said at its field', async () => {
    for (const [node, address] of Object.entries(ADDRESSES))
      await at(page, node).getByLabel('Addresses').fill(`${address}/24`)
    await at(page, 'vyos02').getByLabel('Addresses').fill('10.100.0.1/24')
    await page.getByRole('button', { name: 'Show what would run' }).press('Enter')
    await expect(at(page, 'vyos02').getByText('This change gives 10.100.0.1 to ubuntu too')).toBeVisible(ASKED)
    await at(page, 'vyos02').getByLabel('Addresses').fill(`${ADDRESSES.vyos02}/24`)
    await preview(page, 3)
  })

  await test.step('what is shown is what runs, by keys alone', async () => {
    const ubuntu = page.getByRole('region', { name: 'ubuntu' })
    await expect(ubuntu).toContainText(
      'ip link add name vxlan100 type vxlan id 100 group 239.1.1.100 dev eth1 dstport 8472',
    )
    await expect(ubuntu).toContainText('ip link delete dev vxlan100')
    await expect(page.getByRole('region', { name: 'vyos01' })).toContainText('set interfaces vxlan vxlan100 vni 100')
    expect(await linkOnNode(onNode, 'ubuntu', 'vxlan100')).toBeNull()
    await tabTo(page, /^Apply to 3 nodes$/)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/vxlan\/changes\/./)
  })

  await test.step('a page that is reloaded in the midst goes on', async () => {
    await page.reload()
    await done(page, 3)
    expect(await asPlanned(server.url, onNode)).toEqual(NODES)
  })

  await test.step('axe finds nothing where it is told how it ended', async () => {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await axeFindings(page)).toEqual([])
    }
  })

  await test.step('they reach each other, and the graph shows it', async () => {
    await reachEachOther(onNode, ADDRESSES)
    await seeInGraph(page, 100, NODES)
    await expect(page.getByRole('link', { name: 'Stretch VNI 100 to…' })).toBeVisible()
  })

  await test.step('its MTU is changed', async () => {
    await page.goto(`${server.url}/vxlan`)
    await page.getByRole('link', { name: 'Edit all of VNI 100' }).press('Enter')
    await page.getByLabel('MTU').fill('1400', ASKED)
    await preview(page, 3)
    await page.getByRole('button', { name: 'all at once' }).press('Enter')
    await page.getByRole('button', { name: 'Apply to 3 nodes' }).press('Enter')
    await done(page, 3)
    expect(await asPlanned(server.url, onNode)).toEqual(NODES)
  })

  await test.step('and that is taken back', async () => {
    await page.getByRole('link', { name: 'Take it back…' }).press('Enter')
    await expect(page.getByRole('heading', { name: 'What runs on 3 nodes' })).toBeVisible(ASKED)
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'all at once' }).press('Enter')
    await page.getByRole('button', { name: 'Apply to 3 nodes' }).press('Enter')
    await done(page, 3)
    for (const node of NODES) expect(await linkOnNode(onNode, node, 'vxlan100'), node).toMatchObject({ mtu: 1450 })
  })

  await test.step('it is removed once its name was typed, and nothing is left', async () => {
    await page.goto(`${server.url}/vxlan`)
    await page.getByRole('link', { name: 'Delete all of VNI 100' }).press('Enter')
    await expect(page.getByRole('region', { name: 'What is lost' })).toContainText('10.100.0.1/24')
    const remove = page.getByRole('button', { name: 'Remove from 3 nodes' })
    await expect(remove).toBeDisabled(ASKED)
    await page.getByLabel('Type “vxlan100” to confirm').fill('vxlan100')
    await page.getByRole('button', { name: 'all at once' }).press('Enter')
    await remove.press('Enter')
    await removed(page, 3)
    for (const node of NODES) {
      expect(await linkOnNode(onNode, node, 'vxlan100'), node).toBeNull()
      expect(await leftOn(onNode, node), node).toBe('')
    }
  })
})

test('a node that is no longer as planned is not touched', async ({ page }) => {
  test.setTimeout(120_000)
  await page.goto(`${server.url}/vxlan/add?nodes=ubuntu&vni=101`)
  await at(page, 'ubuntu').getByLabel('Addresses').fill('10.101.0.1/24')
  await expect(page.getByLabel('Multicast group')).toHaveValue('239.1.1.101', ASKED)
  await page.getByRole('button', { name: 'Show what would run' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'What runs on 1 node' })).toBeVisible(ASKED)
  await onNode('ubuntu', 'ip', 'link', 'add', 'vxlan101', 'type', 'bridge')
  try {
    await expect.poll(() => devicesOf('ubuntu'), ASKED).toContain('vxlan101')
    await page.getByRole('button', { name: 'Apply to 1 node' }).press('Enter')
    await expect(page.getByRole('button', { name: 'Plan again' })).toBeVisible(ASKED)
    await page.getByRole('button', { name: 'Plan again' }).press('Enter')
    await expect(at(page, 'ubuntu').getByText(/vxlan101 is there already/)).toBeVisible(ASKED)
    expect(await linkOnNode(onNode, 'ubuntu', 'vxlan101')).toMatchObject({ linkinfo: { info_kind: 'bridge' } })
  } finally {
    await onNode('ubuntu', 'ip', 'link', 'delete', 'vxlan101')
  }
})

test('a new plan carries nothing of the one that was refused', async ({ page }) => {
  test.setTimeout(120_000)
  await page.goto(`${server.url}/vxlan/add?nodes=ubuntu&vni=102`)
  await expect(page.getByLabel('Multicast group')).toHaveValue('239.1.1.102', ASKED)
  await page.getByRole('button', { name: 'Show what would run' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'What runs on 1 node' })).toBeVisible(ASKED)
  await onNode('ubuntu', 'ip', 'link', 'add', 'vxlan102', 'type', 'bridge')
  const again = page.getByRole('button', { name: 'Plan again' })
  try {
    await expect.poll(() => devicesOf('ubuntu'), ASKED).toContain('vxlan102')
    await page.getByRole('button', { name: 'Apply to 1 node' }).press('Enter')
    await expect(again).toBeVisible(ASKED)
  } finally {
    await onNode('ubuntu', 'ip', 'link', 'delete', 'vxlan102')
  }
  await expect.poll(() => devicesOf('ubuntu'), ASKED).not.toContain('vxlan102')

  const error = { code: 'cannotRead', message: 'There is no plan today.', hint: 'Come again.' }
  await page.route('**/api/v1/vxlan/plan', route => route.fulfill({ status: 409, json: { error } }))
  await again.press('Enter')
  await expect(page.getByText(error.message)).toBeVisible()

  await page.unroute('**/api/v1/vxlan/plan')
  await again.press('Enter')
  await expect(again).toBeHidden(ASKED)
  await expect(page.getByText(error.message)).toBeHidden()
  await expect(page.getByRole('button', { name: 'Apply to 1 node' })).toBeEnabled()
})

test('a node that is left out and chosen again is filled in anew', async ({ page }) => {
  await page.goto(`${server.url}/vxlan/add?nodes=ubuntu&vni=103`)
  const device = at(page, 'ubuntu').getByLabel('Device', { exact: true })
  await expect(device).toHaveValue('vxlan103', ASKED)
  await device.fill('other')
  await page.getByRole('button', { name: 'Leave ubuntu out' }).press('Enter')
  await page.getByRole('button', { name: /^ubuntu/ }).press('Enter')
  await expect(device).toHaveValue('vxlan103', ASKED)
})

test('a form goes on with what was typed when a node tells of its device later', async ({ page }) => {
  test.setTimeout(180_000)
  await stopSshd(LAB, 'vyos02')
  const begun = await startServer(ROOT, { configFile, port: 0, output: 'kept' })
  try {
    await page.goto(`${begun.url}/vxlan/edit?on=ubuntu/vxlan0,vyos02/vxlan0`)
    await page.getByLabel('MTU').fill('1400', ASKED)
    await expect(page.getByText('Nothing is known of vxlan0 on vyos02 now')).toBeVisible()
    await startSshd(LAB, 'vyos02')
    await expect(page.getByText('Now there is vxlan0 on ubuntu and vyos02')).toBeVisible(RECONNECTED)
    await expect(page.getByLabel('MTU')).toHaveValue('1400')
    await page.getByRole('button', { name: 'Fill in anew' }).press('Enter')
    await expect(at(page, 'vyos02')).toBeVisible()
    await expect(page.getByLabel('MTU')).toHaveValue('1450')
  } finally {
    await startSshd(LAB, 'vyos02')
    await page.close()
    await begun.stop()
  }
  await expect.poll(() => errorOf('vyos02'), RECONNECTED).toBeNull()
})

test('where one node fails it says so in the node’s own words, and asks about the others', async ({ page }) => {
  test.setTimeout(180_000)
  await page.goto(`${server.url}/vxlan/edit?on=ubuntu/vxlan0,vyos01/vxlan0`)
  await page.getByLabel('MTU').fill('1400', ASKED)
  await preview(page, 2)
  await onNode('ubuntu', 'mv', '/etc/sudoers', '/etc/sudoers.away')
  try {
    await page.getByRole('button', { name: 'all at once' }).press('Enter')
    await page.getByRole('button', { name: 'Apply to 2 nodes' }).press('Enter')
    await expect(page.getByRole('heading', { name: 'ubuntu failed. Undo vyos01 too?' })).toBeVisible(APPLIED)
    await expect(page.getByRole('region', { name: 'ubuntu' })).toContainText('/etc/sudoers')
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Undo vyos01 too' }).press('Enter')
    await expect(page.getByRole('heading', { name: 'Nothing was kept' })).toBeVisible(APPLIED)
  } finally {
    await onNode('ubuntu', 'mv', '/etc/sudoers.away', '/etc/sudoers')
  }
  for (const node of ['ubuntu', 'vyos01']) expect(await linkOnNode(onNode, node, 'vxlan0')).toMatchObject({ mtu: 1450 })
})
