import type { Client } from 'ssh2'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { buildScript, SCRIPT_SHELL } from '@/lib/platform/script'
import { FAULT_NAMES, type FaultName } from './faults'
import { learn } from './model/changes'
import { exec, lengthOf, textOf } from './test-client'
import { setUpFleet } from './test-fleet'

const NODE = 'ubuntu'
const FDB = 'bridge -s fdb show'
/** Long enough for a login on a busy machine, short enough to wait for one that never comes. */
const IMPATIENT = 400

const { fleet, login, run } = setUpFleet()

const closeOf = (client: Client): Promise<void> => new Promise(resolve => client.once('close', () => resolve()))

const half = (text: string) => text.slice(0, Math.ceil(text.length / 2))

/** How each fault looks to a client. */
const OBSERVED: Record<FaultName, () => Promise<void>> = {
  'refuses-connections': () => expect(login(NODE)).rejects.toMatchObject({ code: 'ECONNREFUSED' }),
  'hangs-before': async () => {
    await expect(login(NODE, IMPATIENT)).rejects.toMatchObject({ level: 'client-timeout' })
  },
  'wrong-host-key': () => expect(login(NODE)).rejects.toThrow(/verification failed/),
  'refuses-password': () => expect(login(NODE)).rejects.toMatchObject({ level: 'client-authentication' }),
  'hangs-auth': () => expect(login(NODE, IMPATIENT)).rejects.toMatchObject({ level: 'client-timeout' }),
  'refuses-channels': async () => {
    const client = await login(NODE)
    await expect(exec(client, 'hostname')).rejects.toThrow(/open failure/i)
  },
  'hangs-before-answer': async () => {
    const said = await exec(await login(NODE), FDB)
    await fleet().setFault(NODE, null)
    await said.done
    expect([lengthOf(said), said.status]).toEqual([0, null])
  },
  'hangs-in-answer': async () => {
    const said = await exec(await login(NODE), FDB)
    await vi.waitFor(() => expect(lengthOf(said)).toBeGreaterThan(0))
    await fleet().setFault(NODE, null)
    await said.done
    const whole = textOf(await run(NODE, FDB))
    expect([textOf(said), said.status]).toEqual([half(whole), null])
  },
  drips: async () => {
    const said = await run(NODE, 'hostname')
    expect(textOf(said)).toBe('ubuntu\n')
    expect(said.stdout.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1, 1])
  },
  'closes-half-way': async () => {
    const client = await login(NODE)
    const closed = closeOf(client)
    const said = await exec(client, FDB)
    await closed
    await fleet().setFault(NODE, null)
    expect([textOf(said), said.status]).toEqual([half(textOf(await run(NODE, FDB))), null])
  },
  garbage: async () => {
    const said = await run(NODE, FDB)
    expect([lengthOf(said), new Set(Buffer.concat(said.stdout)).size]).toEqual([65_536, 256])
  },
  'fifty-megabytes': async () => {
    const said = await exec(await login(NODE), FDB)
    await said.done
    expect(lengthOf(said)).toBeGreaterThanOrEqual(50_000_000)
  },
  'exit-127': async () => {
    const said = await run(NODE, FDB)
    expect([said.status, said.stderr]).toEqual([127, 'sh: 1: bridge: not found\n'])
  },
  'monitor-overflows': async () => {
    const said = await exec(await login(NODE), 'bridge monitor fdb')
    let places = 0
    await vi.waitFor(() => {
      // Before the monitor listens nothing overflows.
      places += 1
      const { model, now } = fleet()
      model(NODE).update(state => learn(state, 'vxlan0', '02:00:00:00:00:0f', `10.0.2.${places}`, now()))
      expect(said.stderr).toContain('netlink receive error No buffer space available (105)\n')
    })
    expect(lengthOf(said)).toBe(0)
  },
  'text-2014': async () => {
    expect((await run(NODE, 'ip -j link show')).status).toBe(255)
    expect(textOf(await run(NODE, FDB))).toMatch(/via eth1 {2}used \d+\/\d+self permanent/)
  },
}

describe('faults', () => {
  afterEach(() => fleet().setFault(NODE, null))

  it.each(FAULT_NAMES)('%s, and all is well when it ends', async name => {
    await fleet().setFault(NODE, name)
    await OBSERVED[name]()
    await fleet().setFault(NODE, null)
    expect(textOf(await run(NODE, 'hostname'))).toBe('ubuntu\n')
  })

  it('leaves the other nodes alone', async () => {
    await fleet().setFault(NODE, 'refuses-connections')
    expect(textOf(await run('vyos01', 'hostname'))).toBe('vyos01\n')
  })

  it('stops writing 50 MB to a client that has gone', async () => {
    await fleet().setFault(NODE, 'fifty-megabytes')
    const client = await login(NODE)
    const said = await exec(client, FDB)
    await vi.waitFor(() => expect(lengthOf(said)).toBeGreaterThan(100_000))
    said.channel.close()
    await said.done
    await fleet().setFault(NODE, null)
    const after = await exec(client, 'hostname')
    await after.done
    expect(textOf(after)).toBe('ubuntu\n')
  })

  const HANGING: readonly FaultName[] = ['hangs-before-answer', 'hangs-in-answer', 'fifty-megabytes']

  it.each(HANGING)('%s: forgets the answer when its client has gone', async name => {
    await fleet().setFault(NODE, name)
    const client = await login(NODE)
    await exec(client, FDB)
    await vi.waitFor(() => expect(fleet().counts(NODE).answering).toBe(1))
    client.destroy()
    await vi.waitFor(() => expect(fleet().counts(NODE).answering).toBe(0))
  })

  it.each(HANGING)('%s: forgets the answer when its channel is closed', async name => {
    await fleet().setFault(NODE, name)
    const said = await exec(await login(NODE), SCRIPT_SHELL, buildScript([{ id: 'fdb', argv: FDB.split(' ') }]))
    await vi.waitFor(() => expect(fleet().counts(NODE).answering).toBe(1))
    said.channel.close()
    await vi.waitFor(() => expect(fleet().counts(NODE).answering).toBe(0))
  })

  it('drops a kept connection when the node turns into one of 2014', async () => {
    const client = await login(NODE)
    const closed = closeOf(client)
    await fleet().setFault(NODE, 'text-2014')
    await closed
  })
})
