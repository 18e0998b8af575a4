import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { labDown, labUp, registerProcess } from '../lab/lab'
import { whyNoChanges } from '../lab/testing'
import { type ServerProcess, startServer } from '../setup/server-process'
import { axeFindings } from './support/axe'
import { ASKED, asPlanned, at, done, leftOn, preview, reachEachOther, removed, seeInGraph } from './support/changes'
import { linkOnNode } from './support/device'
import { LAB } from './support/environment'
import { expect, onNodeOf, test } from './support/test'

const ROOT = path.resolve(fileURLToPath(new URL('../..', import.meta.url)))
/** VyOS 1.1 of the specs' own lab has no setting for a port. */
const OTHER_LAB = `${LAB}p`
const onNode = onNodeOf(OTHER_LAB)
const ADDRESSES = { ubuntu: '10.100.0.1', vyos01: '10.100.0.254', vyos02: '10.100.0.253' }
const NODES = Object.keys(ADDRESSES)

let server: ServerProcess | undefined

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const why = await whyNoChanges()
  test.skip(why !== null, why ?? '')
  await labDown(OTHER_LAB)
  const lab = await labUp({ name: OTHER_LAB, scenario: 'vyos-ports' })
  const configFile = path.join(lab.dir, 'changes.yaml')
  await writeFile(configFile, (await readFile(lab.configFile, 'utf8')).replace('readOnly: true', 'readOnly: false'))
  server = await startServer(ROOT, { configFile, port: 0, output: 'kept' })
  registerProcess(OTHER_LAB, server.pid)
})

test.afterAll(async () => {
  await server?.stop()
  await labDown(OTHER_LAB)
})

const applyAtOnce = async (page: Page, nodes: number): Promise<void> => {
  await page.getByRole('button', { name: 'all at once' }).press('Enter')
  await page.getByRole('button', { name: `Apply to ${nodes} nodes` }).press('Enter')
  await done(page, nodes)
}

test('VNI 100 on port 4789 by the form: on Ubuntu, VyOS 1.3 and 1.4 in one change', async ({ page }) => {
  test.setTimeout(300_000)
  const url = server?.url ?? ''

  await test.step('it is added on all three at once', async () => {
    await page.goto(`${url}/vxlan/add?nodes=${NODES.join()}&vni=100`)
    for (const [node, address] of Object.entries(ADDRESSES)) {
      await expect(at(page, node).getByLabel('Device', { exact: true })).toHaveValue('vxlan100', ASKED)
      await expect(at(page, node).getByLabel('Underlay device')).toHaveValue('eth1')
      await at(page, node).getByLabel('Addresses').fill(`${address}/24`)
    }
    await page.getByRole('button', { name: 'a group' }).press('Enter')
    await page.getByLabel('Multicast group').fill('239.1.1.100')
    await page.getByLabel('Port').fill('4789')
    await preview(page, 3)
    await expect(page.getByRole('region', { name: 'vyos01' })).toContainText('set interfaces vxlan vxlan100 port 4789')
    await applyAtOnce(page, 3)
    expect(await asPlanned(url, onNode)).toEqual(NODES)
    for (const node of NODES)
      expect(await linkOnNode(onNode, node, 'vxlan100'), node).toMatchObject({
        linkinfo: { info_data: { id: 100, group: '239.1.1.100', link: 'eth1', port: 4789 } },
      })
  })

  await test.step('they reach each other, and the graph shows it', async () => {
    await reachEachOther(onNode, ADDRESSES)
    await seeInGraph(page, 100, NODES)
  })

  await test.step('its MTU is changed', async () => {
    await page.goto(`${url}/vxlan/edit?on=${NODES.map(node => `${node}/vxlan100`).join()}`)
    await page.getByLabel('MTU').fill('1400', ASKED)
    await preview(page, 3)
    await applyAtOnce(page, 3)
    expect(await asPlanned(url, onNode)).toEqual(NODES)
    for (const node of NODES) expect(await linkOnNode(onNode, node, 'vxlan100'), node).toMatchObject({ mtu: 1400 })
  })

  await test.step('it is removed, and nothing is left', async () => {
    await page.goto(`${url}/vxlan`)
    await page.getByRole('link', { name: 'Delete all of VNI 100' }).press('Enter')
    await page.getByLabel('Type “vxlan100” to confirm').fill('vxlan100', ASKED)
    await page.getByRole('button', { name: 'all at once' }).press('Enter')
    await page.getByRole('button', { name: 'Remove from 3 nodes' }).press('Enter')
    await removed(page, 3)
    expect(await asPlanned(url, onNode)).toEqual(NODES)
    for (const node of NODES) {
      expect(await linkOnNode(onNode, node, 'vxlan100'), node).toBeNull()
      expect(await leftOn(onNode, node), node).toBe('')
      if (node !== 'ubuntu') expect(await onNode(node, 'cat', '/config/config.boot')).not.toContain('vxlan100')
    }
  })
})

test('a VNI without a group is stretched, and its other ends are changed to flood there', async ({ page }) => {
  test.setTimeout(300_000)
  const url = server?.url ?? ''
  const addressed = async (node: string, address: string): Promise<void> => {
    await expect(at(page, node).getByLabel('Device', { exact: true })).toHaveValue('vxlan200', ASKED)
    await at(page, node).getByLabel('Addresses').fill(address)
  }

  await test.step('two ends know each other by their addresses', async () => {
    await page.goto(`${url}/vxlan/add?nodes=ubuntu,vyos01&vni=200`)
    await addressed('ubuntu', '10.200.0.1/24')
    await addressed('vyos01', '10.200.0.254/24')
    await page.getByRole('button', { name: 'remotes' }).press('Enter')
    await expect(at(page, 'ubuntu').getByLabel('Remotes')).toHaveValue('10.0.2.254')
    await preview(page, 2)
    await expect(page.getByRole('button', { name: 'Change them too' })).toBeHidden()
    await applyAtOnce(page, 2)
    expect(await asPlanned(url, onNode)).toEqual(['ubuntu', 'vyos01'])
  })

  await test.step('a third is added, and they are offered with it', async () => {
    await page.goto(`${url}/vxlan`)
    await page.getByRole('link', { name: 'Stretch to…' }).press('Enter', ASKED)
    await page.getByRole('button', { name: /^vyos02/ }).press('Enter')
    await addressed('vyos02', '10.200.0.253/24')
    await expect(at(page, 'vyos02').getByLabel('Remotes')).toHaveValue('10.0.2.1 10.0.2.254')
    await page.getByRole('button', { name: 'Show what would run' }).press('Enter')
    const title = 'vxlan200 on ubuntu and vyos01 do not flood to what is new yet'
    await expect(page.getByText(title)).toBeVisible(ASKED)
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Change them too' }).press('Enter')
    await expect(page.getByRole('heading', { name: 'What runs on 3 nodes' })).toBeVisible(ASKED)
    await expect(page.getByText('vxlan200 on ubuntu and vyos01 are the other ends')).toBeVisible()
    await expect(page.getByRole('region', { name: 'ubuntu' })).toContainText(
      'bridge fdb append 00:00:00:00:00:00 dev vxlan200 dst 10.0.2.253',
    )
    await applyAtOnce(page, 3)
    expect(await asPlanned(url, onNode)).toEqual(NODES)
  })

  await test.step('each hears the others', async () => {
    await onNode('ubuntu', 'ping', '-c1', '-W5', '10.200.0.253')
    await onNode('vyos02', 'ping', '-c1', '-W5', '10.200.0.254')
  })
})
