import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium } from '@playwright/test'
import { type LabInfo, labDown, labUp, registerProcess } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { CHROMIUM } from '@/e2e/setup/chromium'
import { type ServerProcess, startServer } from '@/e2e/setup/server-process'
import { OverlayAnswer } from '@/lib/model/api'

/** The three nodes of the seed scenario, a production server over them in a process of its own, and a browser. */
export interface ServedLab {
  lab: LabInfo
  server: ServerProcess
  browser: Browser
  /** Called in the end, the last one first. */
  stops: (() => Promise<void>)[]
}

const untilWatched = async (url: string): Promise<void> => {
  for (;;) {
    const response = await fetch(`${url}/api/v1/overlay`)
    const { nodes } = OverlayAnswer.parse(await response.json())
    if (nodes.length > 0 && nodes.every(({ watch }) => watch === 'stream')) return
    await sleep(200)
  }
}

/** Measures over a lab that is served, all nodes watched; where no lab can be had it says why and does nothing. */
export const withServedLab = async (
  bench: string,
  measure: (served: ServedLab) => Promise<void>,
  nodeOptions: readonly string[] = [],
): Promise<void> => {
  const lacking = await whyNoLab()
  if (lacking) {
    process.stderr.write(`${bench}: skipped, no lab can be had here: ${lacking}\n`)
    return
  }
  const name = uniqueInstance('lat')
  const stops: (() => Promise<void>)[] = [() => labDown(name)]
  try {
    const lab = await labUp({ name })
    const request = { configFile: lab.configFile, port: 0, output: 'kept', nodeOptions } as const
    const server = await startServer(process.cwd(), request)
    registerProcess(name, server.pid)
    stops.push(server.stop)
    await untilWatched(server.url)
    const browser = await chromium.launch(CHROMIUM)
    stops.push(() => browser.close())
    await measure({ lab, server, browser, stops })
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
