import { describe, expect, it } from 'vitest'
import type { NodeError } from '@/lib/model/error'
import type { Result } from '@/lib/model/result'
import type { RunOutput, SshConnection } from '@/lib/ssh'
import { readNode } from './read-node'

const VXLAN_WITHOUT_SOURCE = JSON.stringify([
  {
    ifindex: 3,
    ifname: 'vxlan0',
    flags: ['UP'],
    mtu: 1450,
    linkinfo: { info_kind: 'vxlan', info_data: { id: 42, remote: '10.0.2.254', port: 4789 } },
  },
])

/** What the commands of a script print, by their first words; all else prints nothing and ends with 1. */
type Said = Record<string, string>

const framed = (stdout: string, status: number): string => [stdout, status, '', ''].join('\0')

const answer = (line: string, said: Said): string => {
  const command = Object.keys(said).find(start => line.startsWith(start))
  return command === undefined ? framed('', 1) : framed(said[command] ?? '', 0)
}

/** A connection to a node that knows no commands but these, and the scripts it was given. */
const connectionTo = (said: Said, broken?: Result<RunOutput, NodeError>): SshConnection & { asked: string[][] } => {
  const asked: string[][] = []
  return {
    asked,
    status: 'connected',
    ready: async () => ({ ok: true, value: { by: null } }),
    run: async (_command, { stdin }) => {
      const lines = stdin.split('\n').flatMap(line => (line.startsWith('q ') ? line.slice(2) : []))
      asked.push(lines)
      if (broken) return broken
      const stdout = lines.map(line => answer(line, said)).join('')
      return { ok: true, value: { stdout, stderr: '', status: 0, signal: null, truncated: false } }
    },
    open: async () => ({ ok: false, error: { code: 'channelRefused', message: 'no streams here', hint: '' } }),
    openBytes: async () => ({ ok: false, error: { code: 'channelRefused', message: 'no streams here', hint: '' } }),
    close: async () => {},
  }
}

const UBUNTU: Said = {
  'ip -V': 'ip utility, iproute2-6.1.0\n',
  'bridge -V': 'bridge utility, 0.0\n',
  'ip -j link show dev lo': '[]',
  'bridge -j fdb show dev lo': '[]',
  'ip -j -d': '[]',
  'bridge -j -s -d fdb show': '[]',
}

const read = (connection: SshConnection) => readNode(connection, null, null, () => 1000)

describe('readNode', () => {
  it('asks what a node is, then reads it whole in one round trip', async () => {
    const connection = connectionTo(UBUNTU)
    const result = await read(connection)
    expect(result).toMatchObject({ ok: true, value: { reading: { readAt: 1000, profile: { iproute2: '6.1.0' } } } })
    expect(connection.asked).toHaveLength(2)
    expect(connection.asked[1]).toEqual(['ip -j -d link show', 'ip -j -d addr show', 'bridge -j -s -d fdb show'])
  })

  it('asks again for what a reading showed to be needed, and only once', async () => {
    const route = '[{"dst":"10.0.2.254","dev":"eth1","prefsrc":"10.0.2.1"}]'
    const connection = connectionTo({
      ...UBUNTU,
      'ip -j -d': VXLAN_WITHOUT_SOURCE,
      'ip -j route get 10.0.2.254': route,
    })
    const first = await read(connection)
    if (!first.ok) throw new Error(first.error.message)
    expect(first.value.reading.routes).toEqual([{ remote: '10.0.2.254', source: '10.0.2.1', dev: 'eth1' }])
    expect(connection.asked).toHaveLength(3)
    await readNode(connection, first.value.memory, null, () => 2000)
    expect(connection.asked).toHaveLength(4)
    expect(connection.asked[3]).toContain('ip -j route get 10.0.2.254')
  })

  it.each([
    [1, 'This account is currently not available.\n', 'exitStatus', /status 1: This account/],
    [0, 'Welcome!\n1) reboot\n', 'unreadable', /Welcome!$/],
    [null, '', 'unreadable', /can't be read$/],
  ])('says what a login shell said that is none (status %s)', async (status, stdout, code, message) => {
    const output = { stdout, stderr: '', status, signal: null, truncated: false } as const
    const result = await read(connectionTo({}, { ok: true, value: output }))
    expect(result).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } })
  })

  it('passes on what the connection says', async () => {
    const error: NodeError = { code: 'timeout', message: 'no answer in 15 s', hint: 'try by hand' }
    expect(await read(connectionTo({}, { ok: false, error }))).toEqual({ ok: false, error })
  })
})
