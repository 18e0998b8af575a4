import { describe, expect, it, vi } from 'vitest'
import { WATCHING, watchCommand } from '@/lib/platform'
import { forget, learn, setUp, withLink } from './model/changes'
import type { NodeState } from './model/state'
import { exec, textOf } from './test-client'
import { setUpFleet } from './test-fleet'

const { fleet, clock, login } = setUpFleet()

const MAC = '02:00:00:00:00:01'
const change = (take: (state: NodeState) => NodeState) => fleet().model('ubuntu').update(take)

const watch = async (source: 'fdb' | 'link', node = 'ubuntu') => {
  const client = await login(node)
  const said = await exec(client, watchCommand(source))
  await vi.waitFor(() => expect(said.stderr).toBe(`${WATCHING}\n`))
  return { client, said }
}

describe('bridge monitor fdb', () => {
  it('prints what happens as the node’s iproute2 does', async () => {
    const { said } = await watch('fdb')
    change(state => learn(state, 'vxlan0', MAC, '10.0.2.254', fleet().now()))
    await vi.waitFor(() => expect(textOf(said)).toBe(`${MAC} dev vxlan0 dst 10.0.2.254 self \n`))
    change(state => forget(state, 'vxlan0', MAC))
    await vi.waitFor(() => expect(textOf(said)).toContain(`\nDeleted ${MAC} dev vxlan0 dst 10.0.2.254 self \n`))
  })

  it('calls stale what time has taken', async () => {
    const { said } = await watch('fdb')
    const [old, now] = [fleet().now() - 299_990, fleet().now()]
    change(state => learn(state, 'vxlan0', MAC, '10.0.2.254', old))
    await vi.waitFor(() => expect(textOf(said)).toContain(`${MAC} dev`))
    clock.now = now + 10
    await vi.waitFor(
      () => expect(textOf(said)).toContain(`Deleted ${MAC} dev vxlan0 dst 10.0.2.254 self stale\n`),
      3000,
    )
  })

  it('ends with its input, with its channel and with its connection', async () => {
    const input = await watch('fdb')
    input.said.channel.end()
    await input.said.done
    expect(input.said.status).toBe(143)
    const channel = await watch('fdb')
    channel.said.channel.close()
    const connection = await watch('fdb')
    connection.client.destroy()
    await vi.waitFor(() => expect(fleet().counts('ubuntu').answering).toBe(0))
  })
})

describe('ip monitor', () => {
  it('prints a device that changed, and an address, in one line each', async () => {
    const { said } = await watch('link')
    change(state => setUp(state, 'vxlan0', false))
    await vi.waitFor(() => expect(textOf(said)).toMatch(/^5: vxlan0: <BROADCAST,MULTICAST> .*\\ {4}vxlan id 42 .*\n$/))
    change(state => setUp(state, 'vxlan0', true))
    change(state => withLink(state, 'eth1', link => ({ ...link, addresses: [] })))
    await vi.waitFor(() => expect(textOf(said)).toContain('\nDeleted 3: eth1    inet 10.0.2.1/24 scope global eth1\\'))
  })
})
