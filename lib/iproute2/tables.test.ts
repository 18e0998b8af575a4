import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  parseNexthopJson,
  parseNexthopText,
  parseRouteText,
  parseVlanJson,
  parseVlanText,
  parseVlanTunnelJson,
  parseVlanTunnelText,
  parseVniJson,
  parseVniText,
} from './index'

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, 'samples', file), 'utf8')

describe('a table in text', () => {
  it('of VNIs is that of the JSON (6.1)', () =>
    expect(parseVniText(read('kernel-6.1/svd.vni-show.txt'))).toEqual(
      parseVniJson(read('kernel-6.1/svd.vni-show.json')),
    ))

  it('of VNIs with counters has the same VNIs', () =>
    expect(parseVniText(read('kernel-6.1/svd.vni-show-s.txt')).rows[0]?.vnis).toHaveLength(5))

  it('of VNIs is aligned from 6.8 on', () =>
    expect(
      parseVniText(
        'dev               vni                group/remote\nvx4               100-102            \n                  502                fd00::7\n',
      ).rows,
    ).toEqual([
      {
        ifname: 'vx4',
        vnis: [
          { vni: 100, vniEnd: 102 },
          { vni: 502, remote: 'fd00::7' },
        ],
      },
    ]))

  it('of VLAN tunnels is that of the JSON', () =>
    expect(parseVlanTunnelText(read('kernel-6.1/svd.vlan-tunnelshow.txt'))).toEqual(
      parseVlanTunnelJson(read('kernel-6.1/svd.vlan-tunnelshow.json')),
    ))

  it('of VLANs has the ids and flags of the JSON', () => {
    const fromJson = parseVlanJson(read('kernel-6.1/vlan-aware.vlan.json')).rows
    const bare = fromJson.map(row => ({
      ...row,
      vlans: row.vlans.map(({ vlan, flags }) => (flags ? { vlan, flags } : { vlan })),
    }))
    expect(parseVlanText(read('kernel-6.1/vlan-aware.vlan.txt'))).toEqual({ rows: bare, issues: [] })
  })

  it('tells the line that fits nothing', () =>
    expect(parseVlanTunnelText('port vlan-id tunnel-id\nvx 10 ten\n').issues).toEqual([{ line: 2, text: 'vx 10 ten' }]))
})

describe('ip route get', () => {
  it.each([
    [
      '10.0.2.253 dev eth1 src 10.0.2.1 uid 0 \n    cache \n',
      { dst: '10.0.2.253', dev: 'eth1', prefsrc: '10.0.2.1', uid: 0 },
    ],
    [
      '10.9.9.9 via 10.0.2.2 dev eth1  src 10.0.2.1 \n    cache  ipid 0x12\n',
      { gateway: '10.0.2.2', prefsrc: '10.0.2.1' },
    ],
    ['local 10.0.2.1 dev lo src 10.0.2.1 uid 0 \n    cache <local> \n', { type: 'local', dev: 'lo' }],
    ['10.9.9.9 via inet6 fe80::1 dev eth1 table red src 10.0.2.1 ', { dev: 'eth1', table: 'red', prefsrc: '10.0.2.1' }],
    [
      'fd00::2 from :: dev eth1 proto kernel src fd00::1 metric 256 pref medium\n',
      { dst: 'fd00::2', prefsrc: 'fd00::1', metric: 256 },
    ],
  ])('%j', (text, expected) => expect(parseRouteText(text)).toMatchObject({ rows: [expected], issues: [] }))

  it('tells what is no route', () => expect(parseRouteText('RTNETLINK answers: No route\n').issues).toHaveLength(1))
})

it('ip nexthop show in text is that of the JSON', () => {
  const text = 'id 12 via 10.0.2.253 scope link fdb \nid 13 via 10.0.2.1 scope link fdb \nid 102 group 12/13 fdb \n'
  expect(parseNexthopText(text)).toEqual(parseNexthopJson(read('kernel-6.1/nhid.nexthop.json')))
})
