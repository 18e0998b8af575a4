import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { changeHostKey, startSshd, stopSshd } from '../lab/lab'
import { configFile, LAB } from './support/environment'
import { fingerprintOf } from './support/fingerprint'
import { errorOf, expect, nodeNamed, onNode, RECONNECTED, test } from './support/test'

const VXSCOPE = fileURLToPath(new URL('../../lib/cli/bin.mjs', import.meta.url))
/** Gives the node another key, and ends the connection that was made under the old one. */
const replaceHostKey = async (name: string): Promise<void> => {
  await changeHostKey(LAB, name)
  await stopSshd(LAB, name)
  await startSshd(LAB, name)
}

test('a changed host key is refused with both fingerprints and the way out, and the rest goes on', async ({ page }) => {
  test.setTimeout(400_000)
  await expect.poll(() => errorOf('vyos01'), RECONNECTED).toBeNull()
  const before = fingerprintOf('vyos01')
  await replaceHostKey('vyos01')
  const offered = fingerprintOf('vyos01')
  await expect.poll(() => errorOf('vyos01'), RECONNECTED).toBe('hostKeyChanged')

  await test.step('the nodes page says so', async () => {
    await page.goto('/nodes')
    await expect(page.getByText(before)).toBeVisible()
    await expect(page.getByText(offered).first()).toBeVisible()
    await expect(page.getByText('vxscope trust vyos01').first()).toBeVisible()
  })

  await test.step('the other nodes are still read', async () => {
    const readAt = (await nodeNamed('ubuntu'))?.readAt
    // A device that changes is read at once: only a node that is still followed shows it.
    for (const mtu of ['1449', '1450']) await onNode('ubuntu', 'ip', 'link', 'set', 'vxlan0', 'mtu', mtu)
    await expect.poll(async () => (await nodeNamed('ubuntu'))?.readAt).not.toBe(readAt)
    expect(await errorOf('vyos02')).toBeNull()
  })

  await test.step('vxscope trust takes the new key, and the node is back', async () => {
    const argv = [VXSCOPE, 'trust', 'vyos01', '--fingerprint', offered, '--config', configFile()]
    await promisify(execFile)(process.execPath, argv)
    await expect.poll(async () => (await nodeNamed('vyos01'))?.status, RECONNECTED).toBe('connected')
  })
})
