import { expect, it } from 'vitest'
import type { ConfigHost } from '@/lib/ssh'
import { importSshConfig } from './ssh-config'

const host = (alias: string, given: Partial<ConfigHost> = {}): ConfigHost => ({
  ...{ alias, hostName: alias, port: null, user: null, proxyJump: null, proxyCommand: false },
  ...given,
})
const imported = (hosts: ConfigHost[]) =>
  importSshConfig({ file: '~/.ssh/config', hosts, notes: [] }, [{ name: 'leaf2' }])

it('takes a host by its alias alone, and says where it leads', () => {
  const { candidates } = imported([
    host('leaf1', { hostName: '10.0.0.1', user: 'ops', port: '2222', proxyJump: 'bastion' }),
    host('leaf2'),
    host('rack/4'),
  ])
  expect(candidates).toEqual([
    { node: { name: 'leaf1' }, detail: 'ops@10.0.0.1:2222 by way of bastion', present: null },
    { node: { name: 'leaf2' }, detail: 'leaf2', present: 'leaf2' },
  ])
})

it('says what it leaves out, and what will not work', () => {
  const { candidates, notes } = imported([host('gh', { hostName: 'github.com' }), host('far', { proxyCommand: true })])
  expect(candidates.map(({ node }) => node.name)).toEqual(['far'])
  expect(notes).toEqual([expect.stringContaining('gh'), expect.stringContaining('far: its ProxyCommand')])
})
