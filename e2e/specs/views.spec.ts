import type { Browser, Page } from '@playwright/test'
import { startLarge } from '../bench/ui/start-large'
import { forget, GHOST, MAC, settled, teach, VTEP } from './support/taught'
import { expect, test } from './support/test'

/** Words that count on by themselves, and the moment that is now in ms. */
const COUNTING = /\b\d{13}\b|\d+ ?(s|m|h|d|min)\b( ago)?|just now|used \d+\/\d+|\d+ \/ \d+|\d\d:\d\d:\d\d/g

/** What says the new title after a step within the application, and nothing where the page was opened. */
const ANNOUNCER = /^- alert.*\n?/gm

/** All that a page says and how its parts stand: what is picked, sorted, folded or chosen. */
const shown = async (page: Page): Promise<string> => {
  await settled(page)
  const said = (await page.locator('body').ariaSnapshot()).replaceAll(ANNOUNCER, '')
  return said
    .replaceAll(COUNTING, '…')
    .replaceAll(/…(\s*·?\s*…)*/g, '…')
    .trim()
}

/** Both go on with what happens on the nodes, so they are looked at together until they say the same. */
const expectSame = (one: Page, other: Page): Promise<void> =>
  expect(async () => expect(await shown(other)).toBe(await shown(one))).toPass({ timeout: 60_000 })

const openFresh = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

interface View {
  name: string
  from: string
  /** How it is come to by hand. */
  go: (page: Page) => Promise<void>
  /** What is then in its URL: a path, and parameters. */
  path?: string
  params: Record<string, string>
}

const choose = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).selectOption(value)
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click()

const VIEWS: View[] = [
  {
    name: 'a VNI and a tunnel of it',
    from: '/',
    go: async page => {
      await press(page, 'VNI 42')
      await page.getByLabel(/^tunnel .*ubuntu to vyos01, VNI 42, learned/).press('Enter')
      await expect(page.getByText('Why this tunnel is believed').first()).toBeVisible()
    },
    params: { vni: '42', sel: `tunnel:42:10.0.2.1>${VTEP}` },
  },
  {
    name: 'a VNI as a list, with a node picked and a day of timeline below',
    from: '/',
    go: async page => {
      await press(page, 'VNI 42')
      await press(page, 'List')
      await press(page, /^vyos02 10/)
      await expect(page.getByRole('heading', { name: 'vyos02' })).toBeVisible()
      await choose(page, 'Time in sight', '24h')
    },
    params: { vni: '42', view: 'list', sel: 'node:vyos02', span: '24h' },
  },
  {
    name: 'entries, filtered and sorted',
    from: '/fdb',
    go: async page => {
      await page.getByLabel('Filter entries').fill('node:ubuntu kind:learned')
      await expect(page.getByText('2 entries')).toBeVisible()
      await page.getByRole('columnheader', { name: 'MAC' }).getByRole('button').press('Enter')
      await page.getByRole('columnheader', { name: 'MAC' }).getByRole('button').press('Enter')
      await page.getByLabel('device filters too').check()
    },
    params: { q: 'node:ubuntu kind:learned', sort: '-mac', scope: 'all' },
  },
  {
    name: "a MAC's timeline, of one node and VNI and of what was learned",
    from: '/timeline',
    go: async page => {
      await page.getByLabel('Filter by MAC').fill(MAC)
      await expect(page.getByRole('heading', { name: MAC })).toBeVisible()
      await choose(page, 'Node', 'ubuntu')
      await choose(page, 'VNI', '42')
      await choose(page, 'What happened', 'learned')
    },
    params: { mac: MAC, node: 'ubuntu', vni: '42', kind: 'learned' },
  },
  {
    name: 'findings of a severity by what they are about',
    from: '/checks',
    go: async page => {
      await expect(page.getByText(GHOST).first()).toBeVisible({ timeout: 45_000 })
      await press(page, /^warning \d/)
      await press(page, 'by subject')
    },
    params: { severity: 'warning', group: 'subject' },
  },
  {
    name: 'a trace',
    from: '/trace',
    go: async page => {
      await page.getByLabel('From', { exact: true }).fill('ubuntu')
      await page.getByLabel('To', { exact: true }).fill(MAC)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Trace', exact: true }).click()
      await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
    },
    params: { from: 'ubuntu', vni: '42', to: MAC },
  },
  {
    name: 'a node',
    from: '/nodes',
    go: async page => {
      await page.getByRole('link', { name: 'ubuntu' }).first().click()
      await expect(page.getByText('vxlan0').first()).toBeVisible()
    },
    path: '/nodes/ubuntu',
    params: {},
  },
  {
    name: 'an import from Ansible',
    from: '/nodes/-/import',
    go: page => page.getByRole('button', { name: /Ansible/ }).click(),
    params: { from: 'ansible' },
  },
  {
    name: 'the form for a VNI on all its nodes',
    from: '/vxlan',
    go: async page => {
      await page.getByRole('link', { name: 'Edit all of VNI 42' }).click()
      await expect(page.getByLabel('MTU')).toBeVisible()
    },
    path: '/vxlan/edit',
    params: { on: 'ubuntu/vxlan0,vyos01/vxlan0,vyos02/vxlan0' },
  },
  {
    name: 'the audit log, filtered',
    from: '/audit',
    go: async page => {
      await choose(page, 'What was done', 'connectionTested')
      await choose(page, 'Node', 'ubuntu')
      await choose(page, 'Result', 'refused')
    },
    params: { action: 'connectionTested', node: 'ubuntu', result: 'refused' },
  },
]

// Each begins with entries that have all their life before them.
test.beforeEach(teach)
test.afterAll(forget)

for (const { name, from, go, path = from, params } of VIEWS) {
  test(`its URL, opened by somebody else, shows the same: ${name}`, async ({ page, browser }) => {
    await page.goto(from)
    await go(page)
    const inUrl = () => {
      const { pathname, searchParams } = new URL(page.url())
      return { path: pathname, params: Object.fromEntries(searchParams) }
    }
    await expect.poll(inUrl).toEqual({ path, params })
    const other = await openFresh(browser, page.url())
    await expectSame(page, other)
    await other.context().close()
  })
}

test('the past, opened by somebody else, is the same moment', async ({ page, browser }) => {
  await page.goto(`/?at=${new Date(Date.now() - 2_000).toISOString()}&vni=42&sel=vtep:${VTEP}`)
  await expect(page.getByTestId('past').getByLabel(/^node ubuntu/)).toBeVisible()
  const other = await openFresh(browser, page.url())
  await expect(other.getByTestId('past').getByLabel(/^node ubuntu/)).toBeVisible()
  await expectSame(page, other)
  await other.context().close()
})

test('groups that were unfolded, opened by somebody else, are unfolded', async ({ browser }) => {
  const server = await startLarge({ nodes: 60, rows: 4, vnis: 6 })
  try {
    const page = await openFresh(browser, `${server.url}/?by=vni`)
    await page
      .getByRole('button', { name: /^Unfold / })
      .first()
      .press('Enter')
    const unfolded = (at: Page) => at.getByRole('list', { name: 'Unfolded groups' }).getByRole('listitem').first()
    await expect(unfolded(page)).toBeVisible()
    await page
      .getByLabel(/^node /)
      .first()
      .press('Enter')
    await expect(page).toHaveURL(/by=vni.*open=.*sel=node:/)
    const other = await openFresh(browser, page.url())
    await expect(unfolded(other)).toBeVisible()
    await expectSame(page, other)
    for (const each of [page, other]) await each.context().close()
  } finally {
    await server.stop()
  }
})
