import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { OverlayAnswer } from '@/lib/model/api'
import { type LargeServer, startLarge } from '../bench/ui/start-large'
import { axeFindings, POPUP } from './support/axe'

const SIZE = { nodes: 300, rows: 40, vnis: 40 }
const CHANGES = 10_000
const RATE = 400

const servers: LargeServer[] = []

test.beforeAll(async () => {
  test.setTimeout(300_000)
  servers.push(await startLarge(SIZE))
})
test.afterAll(async () => {
  for (const server of servers) await server.stop()
})

const theServer = (): LargeServer => {
  const [server] = servers
  if (server === undefined) throw new Error('there is no server')
  return server
}

/** Where each thing of the graph stands on the screen. */
const places = (page: Page): Promise<Record<string, string>> =>
  page.$$eval('.react-flow__node', nodes =>
    Object.fromEntries(
      nodes.map(node => {
        const { x, y } = node.getBoundingClientRect()
        return [node.getAttribute('data-id') ?? '', `${Math.round(x)},${Math.round(y)}`]
      }),
    ),
  )

/** The text of the row under a point. */
const rowAt = (page: Page, x: number, y: number): Promise<string | undefined> =>
  page.evaluate(
    at => document.elementFromPoint(at.x, at.y)?.closest('tr')?.querySelector('td')?.textContent ?? undefined,
    { x, y },
  )

/** The tunnels that a page knows, by its own export. */
const tunnelsOf = async (page: Page): Promise<string[]> => {
  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /JSON/ }).click(),
  ])
  const { tunnels } = OverlayAnswer.pick({ tunnels: true }).parse(
    JSON.parse(await readFile(await download.path(), 'utf8')),
  )
  return tunnels.map(({ id, macs, state }) => `${id} ${macs} ${state}`).sort()
}

const tunnelsOfServer = async (url: string): Promise<string[]> => {
  const { tunnels } = OverlayAnswer.parse(await (await fetch(`${url}/api/v1/overlay?evidence=none`)).json())
  return tunnels.map(({ id, macs, state }) => `${id} ${macs} ${state}`).sort()
}

test('10,000 changes move nothing, and none of them is lost', async ({ browser }) => {
  test.setTimeout(480_000)
  const { url, rate } = theServer()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const graph = await context.newPage()
  await graph.goto(`${url}/?sel=node:node0030`)
  await graph.locator('[data-id="node:node0030"]').waitFor()
  await expect(graph.getByText('live · 300 of 300 nodes')).toBeVisible()
  const before = await places(graph)

  const table = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await table.goto(`${url}/fdb?q=node:node0001&sort=-mac`)
  const row = table.locator('tbody tr').nth(12)
  const { x, y, height } = (await row.boundingBox()) ?? { x: 0, y: 0, height: 0 }
  const point = { x: x + 60, y: y + height / 2 }
  await table.mouse.move(point.x, point.y)
  const under = await rowAt(table, point.x, point.y)
  expect(under).toBeTruthy()

  const begun = await rate(RATE)
  await expect.poll(() => rate(RATE), { timeout: 360_000, intervals: [1_000] }).toBeGreaterThan(begun + CHANGES)
  await rate(0)

  expect(await rowAt(table, point.x, point.y)).toBe(under)
  const wanted = await tunnelsOfServer(url)
  await expect.poll(() => tunnelsOf(graph), { timeout: 60_000, intervals: [1_000] }).toEqual(wanted)
  expect(await places(graph)).toEqual(before)
})

test('the list of all VNIs is for everybody, and picks one by keys alone', async ({ page }) => {
  await page.goto(`${theServer().url}/`)
  await expect(page.getByText('live · 300 of 300 nodes')).toBeVisible()
  await page.getByRole('button', { name: /^VNI\b/ }).press('Enter')
  const field = page.getByRole('combobox', { name: 'Find a VNI by its number or health' })
  await expect(field).toBeFocused()
  await expect(page.getByRole('listbox', { name: 'VNIs' }).getByRole('option').first()).toBeVisible()
  expect(await axeFindings(page, POPUP)).toEqual([])
  await page.keyboard.type('10017')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/vni=10017/)
})
