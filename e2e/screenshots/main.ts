import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type LabInfo, labDown, labExec, labUp, registerProcess } from '../lab/lab'
import { CHROMIUM } from '../setup/chromium'
import { type ServerProcess, startServer } from '../setup/server-process'

/** A lab of its own: its FDB is to hold the article's pings and nothing else. */
const LAB = 'vxshots'
const FOLDER = 'docs/screenshots'
const SIZE = { width: 1280, height: 800 }

interface Shot {
  file: string
  url: string
  theme: 'light' | 'dark'
  /** What must be on the page before it is taken. */
  ready: (page: Page) => Promise<void>
}

const waitForText = (text: string) => (page: Page) => page.getByText(text).first().waitFor()
const waitForTunnels = async (page: Page): Promise<void> => {
  await page.getByLabel(/^tunnel .*ubuntu to vyos01/).waitFor({ state: 'attached' })
  await page.getByLabel(/^tunnel .*ubuntu to vyos02/).waitFor({ state: 'attached' })
}

const TUNNEL = '/?sel=tunnel:42:10.0.2.1>10.0.2.254'
const SHOTS: Shot[] = [
  { file: 'overlay-light.png', url: TUNNEL, theme: 'light', ready: waitForTunnels },
  { file: 'overlay-dark.png', url: TUNNEL, theme: 'dark', ready: waitForTunnels },
  { file: 'fdb-light.png', url: '/fdb', theme: 'light', ready: waitForText('86:24:26:b2:11:5c') },
  { file: 'nodes-light.png', url: '/nodes', theme: 'light', ready: waitForText('VyOS 1.1.1') },
]

const takeShot = async (browser: Browser, baseURL: string, { file, url, theme, ready }: Shot): Promise<void> => {
  const context = await browser.newContext({ baseURL, viewport: SIZE, colorScheme: theme, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    await page.goto(url)
    await ready(page)
    await page.evaluate(() => document.fonts.ready)
    const target = path.join(FOLDER, file)
    await page.screenshot({ path: target, animations: 'disabled' })
    console.log(target)
  } finally {
    await context.close()
  }
}

/** The pings of the article, which teach all three nodes. */
const ping = async (): Promise<void> => {
  for (const address of ['10.0.1.254', '10.0.1.253']) {
    const { code, stderr } = await labExec(LAB, 'ubuntu', ['ping', '-c3', address])
    if (code !== 0) throw new Error(`ping ${address} from ubuntu: ${stderr}`)
  }
}

const takeAll = async (
  lab: LabInfo,
  server: ServerProcess,
  executablePath: string,
  signal: AbortSignal,
): Promise<void> => {
  registerProcess(lab.name, server.pid)
  await ping()
  mkdirSync(FOLDER, { recursive: true })
  const browser = await chromium.launch({ ...CHROMIUM, executablePath })
  try {
    for (const shot of SHOTS) {
      signal.throwIfAborted()
      await takeShot(browser, server.url, shot)
    }
  } finally {
    await browser.close()
  }
}

/** Takes the pictures of the README from real nodes into `docs/screenshots`, and leaves nothing else behind. */
export const takeScreenshots = async (request: { chromium: string; signal: AbortSignal }): Promise<void> => {
  try {
    const lab = await labUp({ name: LAB })
    const server = await startServer(process.cwd(), { configFile: lab.configFile, port: 0, output: 'kept' })
    try {
      await takeAll(lab, server, request.chromium, request.signal)
    } finally {
      await server.stop()
    }
  } finally {
    await labDown(LAB)
  }
}
