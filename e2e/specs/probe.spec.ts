import { forget } from './support/taught'
import { expect, test } from './support/test'

test.beforeEach(forget)
test.afterEach(forget)

const STORY = [
  'ARP request from ubuntu to group 239.1.1.1',
  /vyos01 learned d6:ff:c1:27:69:a0 at ubuntu/,
  'ARP reply from vyos01 to ubuntu, unicast',
  'ubuntu learned 86:24:26:b2:11:5c at vyos01',
  'ICMP echo request from ubuntu to vyos01, unicast',
  'ICMP echo reply from vyos01 to ubuntu, unicast',
]

test('a probe answers the question of 2014, and tells when what it taught is gone', async ({ page }) => {
  await page.goto('/trace?from=ubuntu&vni=42&to=10.0.1.254')
  await page.getByRole('button', { name: 'Probe', exact: true }).press('Enter')
  const steps = page.getByRole('list', { name: 'What the probe taught' }).getByRole('listitem')
  await expect(page.getByText('Captured on', { exact: true })).toBeVisible({ timeout: 45_000 })
  for (const [at, text] of STORY.entries()) await expect(steps.nth(at)).toContainText(text)

  await steps.first().locator('summary').press('Enter')
  await expect(steps.first()).toContainText(
    /IP 10\.0\.2\.1\.\d+ > 239\.1\.1\.1\.8472: VXLAN, vni 42: .* ARP, Request who-has 10\.0\.1\.254/,
  )
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download what vyos01 captured as pcap' }).click()
  expect((await download).suggestedFilename()).toMatch(/vyos01\.pcap$/)

  await forget()
  await expect(steps.last()).toContainText('was flushed')
  await expect(page.getByText('All that was taught is gone again.')).toBeVisible()
})
