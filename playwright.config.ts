import { defineConfig, devices } from '@playwright/test'
import { CHROMIUM } from './e2e/setup/chromium'
import { WORKERS } from './e2e/specs/support/environment'

/** Specs in a real browser, over labs and servers of their own (`e2e/specs/support/global-setup.ts`). */
export default defineConfig({
  testDir: 'e2e/specs',
  globalSetup: './e2e/specs/support/global-setup.ts',
  workers: WORKERS,
  // Specs of one file go on where the one before ended.
  fullyParallel: false,
  forbidOnly: true,
  // A browser on a busy machine; `npm test` names what needed it.
  retries: 1,
  // Conditions end a wait; these end a test that will never come to its own, on a machine that has much else to do too.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  // What an overlay looks like before anybody has sent a packet can only be seen first.
  projects: [
    { name: 'fresh', testMatch: 'seed.spec.ts' },
    { name: 'used', testIgnore: 'seed.spec.ts' },
  ],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // Drawing without a graphics card is most of what the specs cost.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: CHROMIUM,
  },
})
