import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Client } from 'ssh2'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type Fleet, startFleet } from './fleet'
import { seed2014Nodes } from './scenarios'
import { connect, type Exec, exec } from './test-client'

/** The seed's fleet for the tests of one file, with a clock of their own; clients end with their test. */
export const setUpFleet = () => {
  const running: { fleet: Fleet | null } = { fleet: null }
  const clock = { now: 20_000 }
  const dirs: string[] = []
  const clients: Client[] = []

  const newDir = (): string => {
    const dir = mkdtempSync(path.join(tmpdir(), 'vxscope-fleet-test-'))
    dirs.push(dir)
    return dir
  }
  const fleet = (): Fleet => {
    if (!running.fleet) throw new Error('the fleet runs from beforeAll on')
    return running.fleet
  }
  const login = async (name: string, readyTimeout?: number): Promise<Client> => {
    const client = await connect(fleet(), name, readyTimeout)
    clients.push(client)
    return client
  }
  const run = async (name: string, command: string): Promise<Exec> => {
    const said = await exec(await login(name), command)
    await said.done
    return said
  }

  beforeAll(async () => {
    const options = { nodes: seed2014Nodes(), stateDir: newDir(), clock: () => clock.now, dripMs: 1 }
    running.fleet = await startFleet(options)
  })
  afterEach(() => {
    for (const client of clients.splice(0)) client.end()
  })
  afterAll(async () => {
    await running.fleet?.stop()
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
  })
  return { fleet, clock, newDir, login, run }
}
