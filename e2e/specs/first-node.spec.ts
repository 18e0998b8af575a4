import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { type LabInfo, labStatus } from '../lab/lab'
import { type ServerProcess, startServer } from '../setup/server-process'
import { axeFindings } from './support/axe'
import { LAB } from './support/environment'
import { fingerprintOf } from './support/fingerprint'
import { expect, test } from './support/test'

const ROOT = path.resolve(fileURLToPath(new URL('../..', import.meta.url)))
/** A login and a first reading, on a busy machine. */
const READ = { timeout: 60_000 }

let folder = ''
let server: ServerProcess
let lab: LabInfo

test.beforeAll(async () => {
  test.setTimeout(READ.timeout * 4)
  const status = await labStatus(LAB)
  if (!status.lab) return
  lab = status.lab
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-first-'))
  server = await startServer(ROOT, { configFile: { firstStartIn: folder }, port: 0, output: 'kept' })
})

test.afterAll(async () => {
  await server?.stop()
  if (folder !== '') rmSync(folder, { recursive: true })
})

/** Types into the field that has the focus, and goes to the next. */
const type = async (page: Page, label: string, text: string) => {
  await expect(page.getByLabel(label, { exact: true })).toBeFocused()
  await page.keyboard.type(text)
  await page.keyboard.press('Tab')
}

// A page of a node that is gone asks for what is refused: the browser logs each 4xx.
test.use({ refused: true })

test('a first node, from nothing to the graph and out again, by keyboard', async ({ page }) => {
  test.setTimeout(400_000)
  const fileText = () => readFileSync(path.join(folder, 'vxscope.yaml'), 'utf8')
  const ubuntu = lab.nodes.find(({ name }) => name === 'ubuntu')

  await test.step('the first start leads to the form', async () => {
    await page.goto(server.url)
    await expect(page.getByRole('link', { name: 'Add your first node' })).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('link', { name: 'Add your first node' }).press('Enter')
    await page.getByLabel('Name', { exact: true }).focus()
    await type(page, 'Name', 'ubuntu')
    await type(page, 'Host', '127.0.0.1')
    await type(page, 'Port', `${ubuntu?.port}`)
    await type(page, 'User', 'ops')
    await type(page, 'Key file', lab.identityFile)
  })

  const steps = page.getByRole('list', { name: 'Connection test' })
  await test.step('the test stops at the host key and shows it', async () => {
    await page.getByRole('button', { name: 'Test connection' }).press('Enter')
    await expect(steps).toContainText(fingerprintOf('ubuntu'), READ)
    await expect(steps).toContainText('ssh-keygen -lf /etc/ssh/ssh_host_')
  })

  await test.step('trusted, it goes on to the reading', async () => {
    await page.getByRole('button', { name: 'This is its key: trust it' }).press('Enter')
    await expect(page.getByText('All well')).toBeVisible(READ)
    await expect(steps).toContainText('1 VXLAN device, VNI 42')
  })

  await test.step('added, it stands in the file and in the graph', async () => {
    await page.getByRole('button', { name: 'Add node' }).press('Enter')
    await expect(page).toHaveURL(/\/nodes\/ubuntu$/)
    expect(fileText()).toContain('- name: ubuntu\n')
    await page.getByRole('link', { name: 'Overlay', exact: true }).press('Enter')
    await expect(page.getByLabel(/^node ubuntu, .*VNI 42/)).toBeVisible(READ)
  })

  await test.step('changed, it has another name and tags, and is tried out before', async () => {
    await page.goto(`${server.url}/nodes/ubuntu`)
    await page.getByRole('link', { name: 'Change' }).press('Enter')
    await expect(page.getByLabel('Port', { exact: true })).toHaveValue(`${ubuntu?.port}`)
    await page.getByLabel('Port', { exact: true }).fill('ssh')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Expected: a whole number from 1 to 65535')).toBeVisible()
    await page.getByLabel('Port', { exact: true }).fill(`${ubuntu?.port}`)
    await page.getByLabel('Name', { exact: true }).fill('server')
    await page.getByLabel('Tags', { exact: true }).fill('dc1, first floor')
    await page.getByRole('button', { name: 'Test connection' }).press('Enter')
    await expect(page.getByText('All well')).toBeVisible(READ)
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await expect(page).toHaveURL(/\/nodes\/server$/)
    await expect(page.getByRole('heading', { name: 'server' })).toBeVisible(READ)
    for (const line of ['- name: server\n', '- dc1\n', '- first floor\n']) expect(fileText()).toContain(line)
    expect(fileText()).not.toContain('ubuntu')
  })

  await test.step('changed in the file meanwhile, a form writes nothing over it', async () => {
    await page.goto(`${server.url}/nodes/server/edit`)
    await page.getByLabel('Tags', { exact: true }).fill('mine')
    const theirs = fileText().replace('- dc1\n', '- dc2\n')
    writeFileSync(path.join(folder, 'vxscope.yaml'), theirs)
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await expect(page.getByText('Somebody has changed "server" since you began.')).toBeVisible(READ)
    await expect(page.getByLabel('Tags', { exact: true })).toHaveValue('mine')
    expect(fileText()).toBe(theirs)
    await page.goto(`${server.url}/nodes/server`)
    await expect(page.getByRole('heading', { name: 'server' })).toBeVisible(READ)
  })

  await test.step('renamed in the file, its page says at once that it is gone', async () => {
    const before = fileText()
    writeFileSync(path.join(folder, 'vxscope.yaml'), before.replace('- name: server\n', '- name: other\n'))
    await expect(page.getByText('The inventory has no node of this name.')).toBeVisible({ timeout: 10_000 })
    await expect(page.getByRole('heading', { name: 'server' })).toBeHidden()
    writeFileSync(path.join(folder, 'vxscope.yaml'), before)
  })

  await test.step('removed, nothing is left of it', async () => {
    await page.goto(`${server.url}/nodes/server`)
    await page.getByRole('button', { name: 'Remove' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Remove server?' })
    await dialog.getByRole('button', { name: 'Remove' }).press('Enter')
    await expect(page.getByText('No nodes yet')).toBeVisible()
    expect(fileText()).toContain('nodes: []\n')
  })
})
