import type { Locator, Page } from '@playwright/test'
import { axeFindings, POPUP } from './support/axe'
import { forget, GHOST, MAC, settled, teach, VTEP } from './support/taught'
import { expect, test } from './support/test'

interface View {
  name: string
  path: string
  /** What is done on the page before it is looked at. */
  first?: (page: Page) => Promise<void>
  /** Rules that are not for it. */
  but?: string[]
  /** What stands there once it has come up. */
  shows: (page: Page) => Locator
}

const past = (): string => new Date(Date.now() - 500).toISOString()
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name, exact: true }).press('Enter')
const search = async (page: Page): Promise<void> => {
  await press(/^Search/)(page)
  await page.keyboard.type('86:24')
}
const inspected = (text: string) => (page: Page) =>
  page.getByRole('complementary', { name: 'Inspector' }).or(page.getByRole('dialog')).getByText(text).first()
const heading = (name: string) => (page: Page) => page.getByRole('heading', { name })

const mistaken = async (page: Page): Promise<void> => {
  await page.getByRole('group', { name: 'vyos01' }).getByLabel('Addresses').fill('10.100.0.1')
  await press('More settings')(page)
  await press('Show what would run')(page)
}
const otherMtu = async (page: Page): Promise<void> => {
  await page.getByLabel('MTU').fill('1400')
  await press('Show what would run')(page)
  for (const text of ['What must be true afterwards', 'Difference in its configuration'])
    await page.getByText(text).first().press('Enter')
}

const VIEWS: View[] = [
  { name: 'overlay', path: '/?view=graph', shows: page => page.getByLabel(/^node ubuntu/) },
  { name: 'list', path: '/?view=list', shows: page => page.getByRole('list', { name: 'All there is' }) },
  { name: 'VNI', path: '/?view=graph&vni=42', shows: page => page.getByLabel(/^MAC /).first() },
  { name: 'a node', path: '/?view=graph&sel=node:ubuntu', shows: inspected('ubuntu') },
  { name: 'a VTEP', path: `/?view=graph&sel=vtep:${VTEP}`, shows: inspected(VTEP) },
  { name: 'a ghost', path: `/?view=graph&sel=vtep:${GHOST}`, shows: inspected(GHOST) },
  {
    name: 'a tunnel',
    path: `/?view=graph&sel=tunnel:42:10.0.2.1>${VTEP}`,
    shows: inspected('Why this tunnel is believed'),
  },
  { name: 'a group', path: '/?view=graph&sel=group:42:239.1.1.1', shows: inspected('239.1.1.1') },
  { name: 'a MAC', path: `/?view=graph&sel=mac:42/${MAC}`, shows: inspected(MAC) },
  { name: 'search', path: '/', first: search, shows: page => page.getByRole('option').first() },
  { name: 'export', path: '/?view=graph', first: press('Export'), but: POPUP, shows: page => page.getByRole('menu') },
  { name: 'theme', path: '/nodes', first: press('Theme'), but: POPUP, shows: page => page.getByRole('menu') },
  { name: 'FDB', path: '/fdb', shows: page => page.getByRole('row').filter({ hasText: MAC }).first() },
  { name: 'FDB, filtered to nothing', path: '/fdb?q=node:nobody', shows: page => page.getByText(/No entry matches/) },
  { name: 'timeline', path: '/timeline', shows: page => page.getByText(MAC).first() },
  { name: "a MAC's timeline", path: `/timeline?mac=${MAC}`, shows: page => page.getByText(MAC).first() },
  { name: 'nodes', path: '/nodes', shows: page => page.getByRole('link', { name: 'ubuntu' }).first() },
  { name: 'one node', path: '/nodes/ubuntu', shows: page => page.getByText('vxlan0').first() },
  {
    name: 'checks',
    path: '/checks',
    shows: page => page.getByText('no node of ours').or(page.getByText(GHOST)).first(),
  },
  {
    name: 'a trace',
    path: `/trace?from=ubuntu&vni=42&to=${MAC}`,
    shows: page => page.getByRole('region', { name: 'Verdict' }),
  },
  {
    name: 'audit',
    path: '/audit',
    shows: page => page.getByRole('region', { name: 'Entries' }).or(heading('Nothing was done yet')(page)),
  },
  { name: 'adding a node', path: '/nodes/-/add', shows: page => page.getByLabel('Host', { exact: true }) },
  {
    name: 'changing a node',
    path: '/nodes/ubuntu/edit',
    shows: page => page.getByLabel('Host', { exact: true }),
  },
  {
    name: 'importing nodes',
    path: '/nodes/-/import',
    shows: page => page.getByRole('main').getByRole('button').first(),
  },
  { name: 'VXLAN interfaces', path: '/vxlan', shows: heading('VNI 42') },
  {
    name: 'adding a VXLAN interface',
    path: '/vxlan/add?nodes=ubuntu,vyos01&vni=100',
    first: mistaken,
    shows: page => page.getByText(/Expected an address with its prefix length/),
  },
  {
    name: 'what would be changed',
    path: '/vxlan/edit?on=ubuntu/vxlan0,vyos01/vxlan0',
    first: otherMtu,
    shows: heading('What runs on 2 nodes'),
  },
  { name: 'what would be removed', path: '/vxlan/delete?on=ubuntu/vxlan0', shows: heading('What runs on 1 node') },
  { name: 'the past', path: '/?view=graph&at=', shows: page => page.getByTestId('past').getByLabel(/^node ubuntu/) },
  { name: 'the past of the FDB', path: '/fdb?at=', shows: page => page.getByTestId('past').getByText(MAC).first() },
  { name: 'a past nobody knows', path: '/?at=2014-11-22T12:00:00Z', shows: heading('Nothing was recorded before') },
  { name: 'no moment', path: '/?at=yesterday', shows: heading('The address names no moment') },
  { name: 'no page', path: '/nowhere', shows: heading('There is no such page') },
]

/** Of one make with another that is looked at on the phone too. */
const WIDE = new Set([
  ...['VNI', 'a ghost', 'a group', 'a MAC', 'theme', "a MAC's timeline", 'the past of the FDB', 'a past nobody knows'],
  ...['no moment', 'no page', 'changing a node', 'a trace'],
])

/** What was taught lives for 300 s. */
const FRESH_MS = 100_000

test.describe.configure({ mode: 'parallel' })
test.use({ refused: true })
test.afterAll(forget)

for (const width of [1280, 390]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 800 } })
    test('axe finds nothing on any page, light and dark', async ({ page }) => {
      test.setTimeout(600_000)
      let taughtAt = Number.NEGATIVE_INFINITY
      for (const { name, path, first, shows, but } of VIEWS.filter(({ name }) => width > 390 || !WIDE.has(name))) {
        await test.step(name, async () => {
          if (performance.now() - taughtAt > FRESH_MS) {
            await teach()
            taughtAt = performance.now()
          }
          await page.emulateMedia({ colorScheme: 'light' })
          await page.goto(path.replace(/at=$/, `at=${past()}`))
          if (first !== undefined) await first(page)
          await expect(shows(page)).toBeVisible()
          await settled(page)
          expect.soft(await axeFindings(page, but), name).toEqual([])
        })
      }
    })
  })
}
