import type { Page } from '@playwright/test'

export interface Shot {
  file: string
  url: string
  theme: 'light' | 'dark'
  phone?: boolean
  /** What must be on the page before it is taken. */
  ready: (page: Page) => Promise<void>
}

const waitForText = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor()
const waitForTunnels = async (page: Page): Promise<void> => {
  await page.getByLabel(/^tunnel .*ubuntu to vyos01/).waitFor({ state: 'attached' })
  await page.getByLabel(/^tunnel .*ubuntu to vyos02/).waitFor({ state: 'attached' })
  await page.getByLabel(/^MAC /).first().waitFor({ state: 'attached' })
}
const waitForPast = async (page: Page): Promise<void> => {
  await page.getByTestId('past').waitFor()
  await waitForTunnels(page)
}
const EVIDENCE = waitForText(/ dev vxlan\d+ /)
const waitForInspected = async (page: Page): Promise<void> => {
  await waitForTunnels(page)
  await EVIDENCE(page)
}

const TUNNEL = '/?sel=tunnel:42:10.0.2.1>10.0.2.254'
const VYOS01 = '86:24:26:b2:11:5c'

const probe = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Probe', exact: true }).click()
  await page.getByText(/^Sent\. Following/).waitFor()
  const steps = page.getByRole('list', { name: 'What the probe taught' })
  await steps.getByText('ubuntu learned').first().waitFor({ state: 'attached' })
  await page.getByText('Captured on', { exact: true }).waitFor()
  // Only the page's own box: the frame around it stands still.
  await steps.evaluate(list => {
    const [section, box] = [list.closest('section'), list.closest('.overflow-y-auto')]
    if (section && box) box.scrollTop += section.getBoundingClientRect().top - box.getBoundingClientRect().top - 12
  })
  await page.mouse.move(0, 0)
}

const PROBE = { url: '/trace?from=ubuntu&vni=42&to=10.0.1.254', ready: probe }

/** The question of 2014, asked of nodes that know nobody. */
export const PROBE_SHOTS: readonly Shot[] = [
  { file: 'probe-light.png', theme: 'light', ...PROBE },
  { file: 'probe-dark.png', theme: 'dark', ...PROBE },
  { file: 'probe-phone.png', theme: 'light', phone: true, ...PROBE },
]

const fillVxlan = async (page: Page): Promise<void> => {
  for (const node of ['ubuntu', 'vyos01', 'vyos02']) await page.getByText(node, { exact: true }).first().click()
  await page.getByLabel('VNI', { exact: true }).fill('100')
  await page.getByRole('button', { name: /Show what would run/ }).click()
  await page.getByText('What runs on 3 nodes').waitFor()
}

/** The article's three nodes, after its pings. */
export const SHOTS: readonly Shot[] = [
  { file: 'overlay-light.png', url: TUNNEL, theme: 'light', ready: waitForInspected },
  { file: 'overlay-dark.png', url: TUNNEL, theme: 'dark', ready: waitForInspected },
  { file: 'overlay-phone.png', url: '/?view=graph', theme: 'light', phone: true, ready: waitForTunnels },
  { file: 'list-phone-dark.png', url: '/', theme: 'dark', phone: true, ready: waitForText('Multicast groups') },
  {
    file: 'trace-light.png',
    url: '/trace?from=ubuntu&vni=42&to=10.0.1.254',
    theme: 'light',
    ready: waitForText(/^It reaches vyos01/),
  },
  { file: 'vxlan-preview-light.png', url: '/vxlan/add', theme: 'light', ready: fillVxlan },
  { file: 'vni-light.png', url: '/?vni=42', theme: 'light', ready: waitForTunnels },
  { file: 'mac-light.png', url: `/?sel=mac:42/${VYOS01}`, theme: 'light', ready: waitForTunnels },
  { file: 'fdb-light.png', url: '/fdb', theme: 'light', ready: waitForText(VYOS01) },
  { file: 'fdb-phone.png', url: '/fdb', theme: 'light', phone: true, ready: waitForText(VYOS01) },
  { file: 'timeline-light.png', url: '/timeline', theme: 'light', ready: waitForText(VYOS01) },
  { file: 'nodes-light.png', url: '/nodes', theme: 'light', ready: waitForText('VyOS 1.1.1') },
  { file: 'node-change-light.png', url: '/nodes/ubuntu/edit', theme: 'light', ready: waitForText('Test connection') },
]

/** The same nodes when ubuntu sends to a VTEP that nobody manages. */
export const ghostShots = (address: string): Shot[] =>
  (['light', 'dark'] as const).map(theme => ({
    file: `ghost-${theme}.png`,
    url: `/?sel=tunnel:42:10.0.2.1>${address}`,
    theme,
    ready: waitForInspected,
  }))

/** The same nodes as they were at a moment. */
export const pastShots = (at: Date): Shot[] =>
  (['light', 'dark'] as const).map(theme => ({
    file: `past-${theme}.png`,
    url: `/?at=${at.toISOString()}`,
    theme,
    ready: waitForPast,
  }))

const waitForOneWay = (page: Page): Promise<void> =>
  page.getByLabel(/^tunnel leaf2 to leaf3.*one-way/).waitFor({ state: 'attached' })

/** Three leaves with flood lists kept by hand: a tunnel without a way back, and one to a leaf that is no more. */
export const ONE_WAY_SHOTS: readonly Shot[] = [
  { file: 'one-way-light.png', url: '/?view=graph', theme: 'light', ready: waitForOneWay },
  { file: 'one-way-dark.png', url: '/?sel=tunnel:77:10.0.3.2>10.0.3.3', theme: 'dark', ready: EVIDENCE },
]

const waitForGroups = async (page: Page): Promise<void> => {
  await page
    .getByLabel(/^group /)
    .first()
    .waitFor()
}

/** A thousand simulated VTEPs: folded, with a group unfolded, and one VNI of them. */
export const LARGE_SHOTS: readonly Shot[] = [
  { file: 'large-light.png', url: '/', theme: 'light', ready: waitForGroups },
  { file: 'large-dark.png', url: '/', theme: 'dark', ready: waitForGroups },
]
