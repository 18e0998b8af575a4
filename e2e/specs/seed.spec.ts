import { readFileSync } from 'node:fs'
import { FdbAnswer, OverlayAnswer } from '@/lib/model/api'
import { expect, onNode, readApi, test } from './support/test'

const PEERS = [
  { name: 'vyos01', mac: '86:24:26:b2:11:5c', overlay: '10.0.1.254', vtep: '10.0.2.254' },
  { name: 'vyos02', mac: '4e:69:a4:a7:ef:1c', overlay: '10.0.1.253', vtep: '10.0.2.253' },
]
const NODES = ['vyos01', 'vyos02', 'ubuntu']
const article = readFileSync(new URL('./samples/ubuntu.fdb-dev-vxlan0.txt', import.meta.url), 'utf8')
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .sort()

test.describe.configure({ mode: 'serial' })

test('three nodes share VNI 42 and its group before anybody has sent a packet', async ({ page }) => {
  await expect
    .poll(async () => (await readApi('/overlay', OverlayAnswer)).nodes.map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['connected', 'connected', 'connected'])
  await page.goto('/')
  for (const name of NODES) await expect(page.getByLabel(new RegExp(`^node ${name}, .*VNI 42`))).toBeVisible()
  await expect(page.getByLabel('multicast group 239.1.1.1, VNI 42')).toBeVisible()
  await expect(page.getByLabel(/^tunnel /)).toHaveCount(0)
})

test('the pings of the article teach ubuntu where both are, line by line', async () => {
  for (const { overlay } of PEERS) await onNode('ubuntu', 'ping', '-c3', overlay)
  expect(linesOf(await onNode('ubuntu', 'bridge', 'fdb', 'show', 'dev', 'vxlan0'))).toEqual(linesOf(article))
})

test('the API resolves both MACs to their nodes', async () => {
  const expected = PEERS.map(({ mac, vtep, name }) => ({ mac, kind: 'learned', dst: vtep, dstNodes: [name] }))
  const learned = async () => {
    const { rows } = await readApi('/fdb?node=ubuntu&kind=learned&sort=mac', FdbAnswer)
    return rows.map(({ mac, kind, dst, dstNodes }) => ({ mac, kind, dst, dstNodes }))
  }
  await expect.poll(learned).toEqual(expected.toSorted((a, b) => (a.mac < b.mac ? -1 : 1)))
})

for (const { mac, name } of PEERS) {
  test(`the FDB page shows ${mac} as learned, at ${name}`, async ({ page }) => {
    await page.goto('/fdb?q=node:ubuntu')
    const row = page.getByRole('row').filter({ hasText: mac })
    await expect(row).toContainText('learned')
    await expect(row).toContainText(name)
  })

  test(`the graph shows ubuntu's tunnel to ${name}, with the line it is read from`, async ({ page }) => {
    await page.goto('/')
    await page.getByLabel(new RegExp(`tunnel ubuntu to ${name}, VNI 42, learned`)).press('Enter')
    const inspector = page.getByRole('complementary', { name: 'Inspector' })
    await expect(inspector).toContainText(new RegExp(`${mac} .*dst ${PEERS.find(peer => peer.name === name)?.vtep}`))
    await expect(inspector).toContainText('on ubuntu')
  })
}
