import { copyFile, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type ServerProcess, startServer } from '../setup/server-process'
import { addUser, PASSWORD, vxscope } from '../setup/users'
import { configFile, whyNoLab } from './support/environment'
import { expect, test } from './support/test'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let own = ''
let server: ServerProcess

/** A server with users, over the same nodes as the other specs' one: an inventory of another name has other users and history. */
test.beforeAll(async () => {
  if (whyNoLab() !== undefined) return
  const lab = path.dirname(configFile())
  own = path.join(lab, 'login.yaml')
  for (const folder of ['login.access', 'login.history'])
    await rm(path.join(lab, folder), { recursive: true, force: true })
  await copyFile(configFile(), own)
  await addUser(own, 'ana', 'admin')
  await addUser(own, 'ben', 'viewer')
  server = await startServer(ROOT, { configFile: own, port: 0, output: 'kept' })
})

test.afterAll(() => server?.stop())

/** By keyboard, from the name's field on. */
const logIn = async (page: Page, name: string, password = PASSWORD): Promise<void> => {
  await page.getByLabel('Name').fill(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}

const faultsOf = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test.use({ refused: true })

test('a page leads to the login and, by keyboard, back to where one was', async ({ page }) => {
  await page.goto(`${server.url}/fdb?q=vni%3A42&sort=-mac`)
  await expect(page).toHaveURL(/\/login\?next=/)
  await expect(page.getByLabel('Name')).toBeFocused()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await faultsOf(page)).toEqual([])
  }

  await logIn(page, 'ana', 'not the password')
  await expect(page.getByRole('alert').getByText('Name or password is wrong.')).toBeVisible()
  await expect(page.getByLabel('Password')).toBeFocused()

  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${server.url}/fdb?q=vni%3A42&sort=-mac`)
  await expect(page.getByRole('button', { name: 'Account: ana, admin' })).toBeVisible()

  const [cookie] = await page.context().cookies(server.url)
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
})

test('the login asks once whether one is logged in, and waits', async ({ page }) => {
  await page.clock.install()
  let asked = 0
  page.on('request', request => {
    if (request.url().endsWith('/api/v1/me')) asked++
  })
  const answered = page.waitForResponse(/\/api\/v1\/me$/)
  await page.goto(`${server.url}/login`)
  expect((await answered).status()).toBe(401)
  expect((await page.request.get(`${server.url}/favicon.ico`)).status()).toBe(200)
  const before = asked
  await page.clock.runFor(120_000)
  // Whatever those two minutes asked for went out before this.
  await page.evaluate(() => fetch('/icon.svg'))
  expect(asked).toBe(before)
})

test('the audit log tells who did what, and can be narrowed and kept', async ({ page }) => {
  await page.goto(`${server.url}/audit`)
  await logIn(page, 'ana')
  const entries = page.getByRole('region', { name: 'Entries' }).getByRole('listitem')
  await expect(entries.first()).toContainText('logged in')
  await expect(entries.filter({ hasText: 'refused' }).first()).toContainText('ana')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await faultsOf(page)).toEqual([])
  }
  await page.getByLabel('What was done').selectOption({ label: 'added a user' })
  await expect(entries).toHaveCount(2)
  await expect(page).toHaveURL(/action=userAdded/)
  await page.getByRole('button', { name: 'Export' }).press('Enter')
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /^CSV/ }).press('Enter')
  const file = await (await download).path()
  expect((await readFile(file, 'utf8')).split('\r\n')).toHaveLength(4)
})

test('a viewer sees everything and is offered no change; who is removed is led to the login', async ({ page }) => {
  await page.goto(`${server.url}/nodes`)
  await logIn(page, 'ben')
  await expect(page.getByRole('link', { name: 'ubuntu', exact: true }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Account: ben, viewer' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Add node' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Audit' })).toHaveCount(0)

  await page.goto(`${server.url}/nodes/ubuntu`)
  await expect(page.getByText('10.0.2.1').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove' })).toHaveCount(0)
  await page.goto(`${server.url}/nodes/-/add`)
  await expect(page.getByText('This needs the role admin; you are viewer.')).toBeVisible()

  await page.goto(`${server.url}/trace?from=ubuntu&vni=42&to=vyos01`)
  await expect(page.getByText('This needs the role operator; you are viewer.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^(Probe|Capture)$/ })).toHaveCount(0)

  await page.goto(`${server.url}/timeline`)
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible()
  await vxscope(own, ['user', 'remove', 'ben'])
  await expect(page).toHaveURL(`${server.url}/login?next=%2Ftimeline`)
})

test('whoever logs out is out, in the way back too', async ({ page }) => {
  await page.goto(`${server.url}/checks`)
  await logIn(page, 'ana')
  const account = page.getByRole('button', { name: 'Account: ana, admin' })
  await account.press('Enter')
  await page.getByRole('menuitem', { name: 'Log out' }).press('Enter')
  await expect(page).toHaveURL(`${server.url}/login`)
  await page.goBack()
  await expect(page).toHaveURL(/\/login/)
  await expect(page.getByLabel('Name')).toBeVisible()
})
