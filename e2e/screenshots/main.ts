import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { startLarge } from '../bench/ui/start-large'
import { labDown, labExec, labUp, registerProcess } from '../lab/lab'
import { CHROMIUM } from '../setup/chromium'
import { startServer } from '../setup/server-process'
import { ghostShots, LARGE_SHOTS, ONE_WAY_SHOTS, PROBE_SHOTS, pastShots, SHOTS, type Shot } from './shots'

/** A lab of its own: its FDB is to hold the article's pings and nothing else. */
const LAB = 'vxshots'
const FOLDER = 'docs/screenshots'
const SIZE = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 800 }
const LARGE = { nodes: 1_000, rows: 100, vnis: 200 }
/** An address of the underlay that nobody has. */
const GHOST = '10.0.2.99'

const takeShot = async (
  browser: Browser,
  baseURL: string,
  { file, url, theme, phone = false, ready }: Shot,
): Promise<void> => {
  const context = await browser.newContext({
    baseURL,
    viewport: phone ? PHONE : SIZE,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  try {
    const page = await context.newPage()
    await page.goto(url)
    await ready(page)
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    // What is in sight of the timeline is asked for last.
    const timeline = page.getByLabel('Time in sight')
    if ((await timeline.count()) > 0) await page.getByText('nothing is kept').first().waitFor()
    await page.getByText(/^(live|past) · /).waitFor()
    await page.evaluate(() => document.fonts.ready)
    const target = path.join(FOLDER, file)
    await page.screenshot({ path: target, animations: 'disabled' })
    console.log(target)
  } finally {
    await context.close()
  }
}

const onNode = async (node: string, ...argv: string[]): Promise<void> => {
  const { code, stderr } = await labExec(LAB, node, argv)
  if (code !== 0) throw new Error(`${argv.join(' ')} on ${node}: ${stderr}`)
}
const onUbuntu = (...argv: string[]): Promise<void> => onNode('ubuntu', ...argv)

/** All that was learned goes with its device. */
const forget = async (): Promise<void> => {
  for (const node of ['ubuntu', 'vyos01', 'vyos02'])
    for (const state of ['down', 'up']) await onNode(node, 'ip', 'link', 'set', 'vxlan0', state)
}

const takeEach = async (browser: Browser, url: string, shots: readonly Shot[], signal: AbortSignal): Promise<void> => {
  for (const shot of shots) {
    signal.throwIfAborted()
    await takeShot(browser, url, shot)
  }
}

const takeLab = async (browser: Browser, url: string, signal: AbortSignal): Promise<void> => {
  for (const shot of PROBE_SHOTS) {
    await forget()
    await takeEach(browser, url, [shot], signal)
  }
  await forget()
  // The pings of the article, which teach all three nodes.
  for (const address of ['10.0.1.254', '10.0.1.253']) await onUbuntu('ping', '-c3', address)
  await takeEach(browser, url, SHOTS, signal)
  const before = new Date()
  await onUbuntu('bridge', 'fdb', 'add', '02:00:00:00:00:99', 'dev', 'vxlan0', 'dst', GHOST, 'self', 'static')
  await takeEach(browser, url, [...ghostShots(GHOST), ...pastShots(before)], signal)
}

const takeLarge = async (browser: Browser, signal: AbortSignal): Promise<void> => {
  const server = await startLarge(LARGE)
  try {
    await takeEach(browser, server.url, LARGE_SHOTS, signal)
  } finally {
    await server.stop()
  }
}

/** Runs over a lab of that scenario and a server of its own, and takes both down again. */
const withLab = async (scenario: string, use: (url: string) => Promise<void>): Promise<void> => {
  try {
    const lab = await labUp({ name: LAB, scenario })
    const server = await startServer(process.cwd(), { configFile: lab.configFile, port: 0, output: 'kept' })
    try {
      registerProcess(LAB, server.pid)
      await use(server.url)
    } finally {
      await server.stop()
    }
  } finally {
    await labDown(LAB)
  }
}

/** Takes the pictures of the README from real nodes into `docs/screenshots`, and leaves nothing else behind. */
export const takeScreenshots = async (request: { chromium: string; signal: AbortSignal }): Promise<void> => {
  const { signal } = request
  mkdirSync(FOLDER, { recursive: true })
  const browser = await chromium.launch({ ...CHROMIUM, executablePath: request.chromium })
  try {
    await withLab('seed-2014', url => takeLab(browser, url, signal))
    await withLab('one-way', url => takeEach(browser, url, ONE_WAY_SHOTS, signal))
    await takeLarge(browser, signal)
  } finally {
    await browser.close()
  }
}
