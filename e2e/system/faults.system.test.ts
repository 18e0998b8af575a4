import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAULT_NAMES, FAULTS, type FaultName } from '@/e2e/fleet/faults'
import { type Fleet, startFleet } from '@/e2e/fleet/fleet'
import { faultNodes } from '@/e2e/fleet/scenarios'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { nodeOf, readingAge, temporaryFolder, until, untilConnected } from './running'

const INTERVAL_S = 2
const HEALTHY = ['healthy1', 'healthy2', 'healthy3']
const SHOWN = FAULT_NAMES.filter(name => FAULTS[name].shows !== null)

/** 50 MB come again and again; a server that kept them would be past this after a few. */
const MEMORY_BOUND = 400 * 1024 * 1024

let fleet: Fleet
let runtime: Runtime
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let oldestHealthy = 0
let mostMemory = 0
let watch: NodeJS.Timeout

const lookAtHealthy = (): void => {
  for (const name of HEALTHY) oldestHealthy = Math.max(oldestHealthy, readingAge(nodeOf(runtime, name)))
  mostMemory = Math.max(mostMemory, process.memoryUsage.rss())
}

const expectedError = (name: FaultName) => {
  const { error } = nodeOf(runtime, name)
  return error?.code === FAULTS[name].shows && error
}

describe('every fault at once, beside healthy nodes', () => {
  let memoryBefore = 0

  beforeAll(async () => {
    folder = await temporaryFolder()
    fleet = await startFleet({
      ...{ nodes: faultNodes(), stateDir: folder.dir, pollInterval: INTERVAL_S },
      // Polled, so that a reading's age tells whether a node had to wait.
      monitors: false,
    })
    runtime = await startRuntime(fleet.configFile)
    await untilConnected(runtime, HEALTHY)
    memoryBefore = process.memoryUsage.rss()
    watch = setInterval(lookAtHealthy, 50)
  })

  afterAll(async () => {
    clearInterval(watch)
    await runtime?.stop()
    await fleet?.stop()
    await folder?.remove()
  })

  it.each(SHOWN)('%s: shows its own code, and what to do', async name => {
    const error = await until(`${name} to show ${FAULTS[name].shows}`, () => expectedError(name), 45_000)
    expect(error.message).not.toBe('')
    expect(error.hint).not.toBe('')
  })

  it('reads a node that answers as in 2014 like any other', () => untilConnected(runtime, ['text-2014']))

  it('gives different faults different words', () => {
    const messages = SHOWN.map(name => nodeOf(runtime, name).error?.message)
    expect(new Set(messages).size).toBeGreaterThanOrEqual(new Set(SHOWN.map(name => FAULTS[name].shows)).size)
  })

  it('takes back each node when its fault ends', async () => {
    await Promise.all(SHOWN.map(name => fleet.setFault(name, null)))
    await untilConnected(runtime, SHOWN, 75_000)
  }, 90_000)

  it('never let a healthy reading grow older than two intervals', () => {
    expect(oldestHealthy).toBeGreaterThan(0)
    expect(oldestHealthy).toBeLessThan(2 * INTERVAL_S * 1000)
  })

  it('kept its memory', () => {
    expect(mostMemory - memoryBefore).toBeLessThan(MEMORY_BOUND)
  })
})
