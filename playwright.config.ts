import { defineConfig, devices } from '@playwright/test'

/** Debian's Chromium: Playwright's own download is not to be had everywhere. */
const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium'

/** Chromium refuses root its sandbox; and it is to ask nobody outside for anything. */
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Specs in a real browser, over a lab and a server of their own (`e2e/specs/support/global-setup.ts`). */
export default defineConfig({
  testDir: 'e2e/specs',
  globalSetup: './e2e/specs/support/global-setup.ts',
  // One lab, so one spec at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath, args },
  },
})
