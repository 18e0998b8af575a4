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

/** How the browser is started wherever one is needed. */
export const CHROMIUM = { executablePath, args }
