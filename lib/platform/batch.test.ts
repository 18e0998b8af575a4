import { describe, expect, it } from 'vitest'
import { batchLine, deviceSet, failedLines } from './batch'
import { readingQueries } from './queries'

const PROFILE = {
  platform: 'linux',
  os: null,
  kernel: null,
  iproute2: null,
  ipJson: true,
  bridgeJson: true,
  bridgeVni: true,
} as const
const NEEDS = { vnis: true, nexthops: true, remotes: ['10.0.2.1', '2001:db8::1'] }
const lineOf = (...argv: string[]) => batchLine({ id: 'x', argv })

describe('batchLine', () => {
  it('takes every query of a reading where the node prints JSON', () => {
    const lines = readingQueries(PROFILE, NEEDS).map(query => batchLine(query)?.line)
    expect(lines).toEqual([
      'link show\n',
      'addr show\n',
      'fdb show\n',
      'vni show\n',
      'vlan tunnelshow\n',
      'nexthop show\n',
      'route get 10.0.2.1\n',
      'route get 2001:db8::1\n',
    ])
  })

  it('takes none of them where it prints text', () => {
    const text = readingQueries({ ...PROFILE, ipJson: false, bridgeJson: false }, NEEDS)
    expect(text.map(batchLine).filter(line => line !== null)).toEqual([])
  })

  it.each([
    [['cat', '/etc/os-release']],
    [['ip', '-j', '-s', 'link']],
    [['ip', '-j']],
    [['ip', '-j', 'link', 'show', 'dev', 'a b']],
    [['ip', '-j', 'link', 'show\naddr', 'show']],
    [['ip', '-j', 'link', 'show', 'dev', '#1']],
  ])('leaves %j to a shell', argv => {
    expect(lineOf(...argv)).toBeNull()
  })
})

describe('deviceSet', () => {
  const devices = (...parts: string[]) => `[${parts.map(part => `{${part},"flags":[]}`).join(',')}]`

  it('is the same in any order, and differs by a name or an index', () => {
    const [lo, vx] = ['"ifindex":1,"ifname":"lo"', '"ifindex":7,"link":"eth1","ifname":"vxlan0"']
    const before = deviceSet(devices(lo, vx))
    expect(deviceSet(devices(vx, lo))).toBe(before)
    expect(deviceSet(devices(lo, '"ifindex":7,"ifname":"vxlan1"'))).not.toBe(before)
    expect(deviceSet(devices(lo, '"ifindex":8,"link_index":3,"ifname":"vxlan0"'))).not.toBe(before)
    expect(before).toBe('1 lo\n7 vxlan0')
  })

  it('is not deceived by an alias', () => {
    const alias = JSON.stringify('{"ifindex":99,"ifname":"fake"')
    expect(deviceSet(`[{"ifindex":1,"ifname":"lo","ifalias":${alias}}]`)).toBe('1 lo')
  })

  it('is null where no device is named', () => {
    expect([deviceSet('[]'), deviceSet('RTNETLINK answers: no')]).toEqual([null, null])
  })
})

describe('failedLines', () => {
  it('gives the numbers that iproute2 counts', () => {
    expect(failedLines('RTNETLINK answers: Network is unreachable\nCommand failed -:2\nCommand failed -:13\n')).toEqual(
      [2, 13],
    )
  })
})
