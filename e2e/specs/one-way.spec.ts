import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { labDown, labUp, registerProcess } from '../lab/lab'
import { type ServerProcess, startServer } from '../setup/server-process'
import { LAB, whyNoLab } from './support/environment'
import { expect, test } from './support/test'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** A lab beside the others: leaf3 was never told of leaf2, and leaf1 still sends to a leaf that is no more. */
const ONE_WAY = `${LAB}way`

let server: ServerProcess | undefined

test.beforeAll(async () => {
  if (whyNoLab() !== undefined) return
  await labDown(ONE_WAY)
  const { configFile } = await labUp({ name: ONE_WAY, scenario: 'one-way' })
  server = await startServer(ROOT, { configFile, port: 0, output: 'kept' })
  registerProcess(ONE_WAY, server.pid)
})

test.afterAll(async () => {
  await server?.stop()
  if (whyNoLab() === undefined) await labDown(ONE_WAY)
})

const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(`${server?.url}${path}`)
  await expect(page.getByText('live · 3 of 3 nodes')).toBeVisible({ timeout: 60_000 })
}

test('a tunnel without a way back, and a VTEP of nobody, are told in the graph, the list and what to look at', async ({
  page,
}) => {
  await open(page, '/?view=graph')
  await expect(page.getByLabel(/^tunnel leaf2 to leaf3, VNI 77, flood, one-way/)).toBeAttached()
  await expect(page.getByLabel(/^tunnel .*leaf1.*leaf2.*one-way/)).toHaveCount(0)
  await expect(page.getByLabel(/^ghost VTEP 10\.0\.3\.9/)).toBeVisible()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector).toContainText('leaf2 → leaf3one-way in VNI 77: nothing comes back that way')
  await expect(inspector).toContainText('10.0.3.9ghost: sent to, and no node of ours')
  await expect(inspector).toContainText('flooded to each VTEP of its flood list')
  await open(page, '/?view=list')
  await expect(page.getByRole('button', { name: /^leaf2 → leaf3 .*one-way/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /one-way/ })).toHaveCount(1)
})
