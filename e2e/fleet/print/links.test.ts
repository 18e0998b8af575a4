import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildLink, buildVxlan, loopback } from '../model/build'
import { newestDebian } from '../model/identities'
import type { Iproute2Release, NodeState } from '../model/state'
import { printLinks } from './links'

const sample = (name: string): string => readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8')

/** State S1, but for its eth1: a veth there. */
const s1 = (iproute2: Iproute2Release): NodeState => ({
  hostname: 's1',
  ...newestDebian,
  iproute2,
  nexthops: [],
  links: [
    loopback,
    buildLink({ ifindex: 2, ifname: 'eth1', kind: 'ether', mac: '5e:55:d9:19:cc:58' }),
    buildLink({
      ifindex: 3,
      ifname: 'vxlan0',
      kind: 'vxlan',
      mac: '02:42:00:00:00:01',
      mtu: 1450,
      addresses: [{ address: '192.168.42.1', prefixlen: 24, scope: 'global' }],
      vxlan: buildVxlan({ vni: 42, group: '239.1.1.1', dev: 'eth1' }),
    }),
  ],
})

const printed = (iproute2: Iproute2Release, object: 'link' | 'addr', json: boolean, dev: string): string =>
  [...printLinks(s1(iproute2), { object, json, detail: true, stats: false, dev })].join('')

/** The lines of one device. */
const blockOf = (text: string, ifname: string): string =>
  text.split(/^(?=\d+: )/m).find(block => block.startsWith(`${ifname === 'lo' ? 1 : 3}: ${ifname}:`)) ?? ''

const RELEASES: readonly Iproute2Release[] = ['3.12.0', '6.1.0', '7.1.0']
const CASES = RELEASES.flatMap(release => ['lo', 'vxlan0'].map(dev => [release, dev] as const))

describe.each(CASES)('%s, %s', (release, dev) => {
  it('ip -d link show', () => {
    expect(printed(release, 'link', false, dev)).toBe(blockOf(sample(`S1.v${release}.ip-d-link-show.txt`), dev))
  })

  it('ip -d addr show', () => {
    expect(printed(release, 'addr', false, dev)).toBe(blockOf(sample(`S1.v${release}.ip-d-addr-show.txt`), dev))
  })
})

it.each(CASES.filter(([release]) => release !== '3.12.0'))('%s, %s: ip -j -d link show', (release, dev) => {
  const [, device] = /^\[(.+)\]\n$/.exec(printed(release, 'link', true, dev)) ?? []
  expect(sample(`S1.v${release}.ip-d-j-link-show.json`)).toContain(device)
})

it('lists the addresses of each device in JSON', () => {
  const Addresses = z.array(z.object({ addr_info: z.array(z.object({ local: z.string(), prefixlen: z.int() })) }))
  const [vxlan0] = Addresses.parse(JSON.parse(printed('6.1.0', 'addr', true, 'vxlan0')))
  expect(vxlan0?.addr_info).toEqual([{ local: '192.168.42.1', prefixlen: 24 }])
})

it('prints an empty array where no device is of the kind', () => {
  const options = { object: 'link', json: true, detail: true, stats: false, kind: 'bridge' } as const
  expect([...printLinks(s1('6.1.0'), options)].join('')).toBe('[]\n')
})
