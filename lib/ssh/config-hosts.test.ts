import { describe, expect, it } from 'vitest'
import { listConfigHosts } from './config-hosts'
import { parseSshConfig } from './config-parse'

const list = (text: string, most?: number) => listConfigHosts([parseSshConfig('config', text).lines], most)
const hosts = (text: string) => list(text).hosts

describe('listConfigHosts', () => {
  it('lists each alias once, without wildcards and exceptions', () => {
    const text = 'Host leaf1 leaf2 *.lab !leaf3\n  User ops\nHost leaf1\n  Port 2222\nHost *\n  User nobody\n'
    expect(hosts(text).map(({ alias }) => alias)).toEqual(['leaf1', 'leaf2'])
  })

  it('tells where each leads, the first value of each keyword', () => {
    const text =
      'Host leaf1\n  HostName 10.0.0.1\n  Port 2222\nHost leaf*\n  User ops\n  ProxyJump bastion\n  HostName %h.lab\n'
    expect(hosts(text)).toEqual([
      { alias: 'leaf1', hostName: '10.0.0.1', port: '2222', user: 'ops', proxyJump: 'bastion', proxyCommand: false },
    ])
  })

  it('says where a command would be run', () => {
    expect(hosts('Host a\n  ProxyCommand nc %h %p\nHost b\n  ProxyCommand none\n')).toMatchObject([
      { proxyCommand: true },
      { proxyCommand: false },
    ])
  })

  it('lists so many at most, and says how many are left', () => {
    const { hosts, left } = list('Host a b c\nHost d a\n', 2)
    expect([hosts.length, left]).toEqual([2, 2])
  })
})
