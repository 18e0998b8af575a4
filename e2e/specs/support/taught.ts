import type { Page } from '@playwright/test'
import { OverlayAnswer } from '@/lib/model/api'
import { whyNoLab } from './environment'
import { expect, onNode, readApi } from './test'

export const MAC = '86:24:26:b2:11:5c'
export const VTEP = '10.0.2.254'
export const GHOST = '10.0.2.99'
const GHOST_ROW = ['02:00:00:00:00:99', 'dev', 'vxlan0', 'dst', GHOST, 'self']

const NODES = ['vyos01', 'vyos02', 'ubuntu']
const READY = { timeout: 45_000 }

/** Both pings of the article, and on ubuntu one static entry to a VTEP that nobody manages: a ghost, one way. */
export const teach = async (): Promise<void> => {
  if (whyNoLab() !== undefined) return
  for (const address of ['10.0.1.254', '10.0.1.253']) await onNode('ubuntu', 'ping', '-c1', address)
  await onNode('ubuntu', 'bridge', 'fdb', 'replace', ...GHOST_ROW, 'static')
  const known = async () => (await readApi('/overlay', OverlayAnswer)).tunnels.length
  await expect.poll(known, READY).toBeGreaterThanOrEqual(5)
}

/** Takes away again what was taught: other specs begin with nodes that know nobody. */
export const forget = async (): Promise<void> => {
  if (whyNoLab() !== undefined) return
  // A neighbour's probe would teach again what is flushed.
  for (const node of NODES) await onNode(node, 'ip', 'neigh', 'flush', 'dev', 'vxlan0')
  for (const node of NODES) {
    const learned = (await onNode(node, 'bridge', 'fdb', 'show', 'dev', 'vxlan0'))
      .split('\n')
      .map(line => line.trim().split(/\s+/))
      .filter(([mac]) => mac !== undefined && mac !== '' && mac !== '00:00:00:00:00:00')
    for (const [mac = '', dst = '', address = ''] of learned)
      await onNode(node, 'bridge', 'fdb', 'del', mac, 'dev', 'vxlan0', dst, address)
  }
}

/** A page has what it shows: nothing on it is being waited for. */
export const settled = async (page: Page): Promise<void> => {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0, READY)
  await page.evaluate(() => document.fonts.ready)
}
