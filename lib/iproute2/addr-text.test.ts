import { describe, expect, it } from 'vitest'
import { parseAddrText } from './index'

const HEADER =
  '2: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000\n    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n'
const addresses = (...lines: string[]) =>
  parseAddrText(`${HEADER}${lines.map(line => `    ${line}\n`).join('')}`).rows[0]?.addr_info

describe('an address', () => {
  it.each([
    [
      'inet 10.0.2.1/24 brd 10.0.2.255 scope global eth1',
      { family: 'inet', local: '10.0.2.1', prefixlen: 24, broadcast: '10.0.2.255', scope: 'global', label: 'eth1' },
    ],
    [
      'inet 10.0.3.1 peer 10.0.3.9/32 metric 77 scope global eth1',
      { local: '10.0.3.1', address: '10.0.3.9', prefixlen: 32, metric: 77 },
    ],
    [
      'inet 10.0.4.1/24 scope global secondary dynamic noprefixroute eth1:x',
      { secondary: true, dynamic: true, noprefixroute: true, label: 'eth1:x' },
    ],
    ['inet 10.0.5.1/24 scope global dynamic', { dynamic: true }],
    ['inet 10.0.6.1/24brd 10.0.6.255 scope global eth1', { local: '10.0.6.1', prefixlen: 24, broadcast: '10.0.6.255' }],
    [
      'inet6 fd00::1/64 scope global temporary deprecated dynamic mngtmpaddr ',
      { family: 'inet6', temporary: true, deprecated: true, mngtmpaddr: true },
    ],
    [
      'inet6 fe80::1/64 scope link tentative dadfailed stable-privacy proto kernel_ll ',
      { tentative: true, dadfailed: true, 'stable-privacy': true, protocol: 'kernel_ll' },
    ],
    ['inet6 ::1/128 scope 200 flags 1000 ', { scope: '200', ifa_flags: '1000' }],
    ['inet6 fe80::2/64 scope link flags 800 ', { scope: 'link', 'stable-privacy': true }],
    ['inet6 fe80::3/64 scope link flags 1404 ', { autojoin: true, optimistic: true, ifa_flags: '1000' }],
    ['inet 10.0.7.1/24 scope global scope', { scope: 'global', label: 'scope' }],
  ])('%s', (line, expected) => expect(addresses(line)).toMatchObject([expected]))

  it('lives forever, or some seconds', () =>
    expect(
      addresses(
        'inet 10.0.2.1/24 scope global eth1',
        '   valid_lft forever preferred_lft forever',
        'inet6 fd00::1/64 scope global dynamic ',
        '   valid_lft 999sec preferred_lft 0sec',
      ),
    ).toMatchObject([
      { valid_life_time: 4294967295, preferred_life_time: 4294967295 },
      { valid_life_time: 999, preferred_life_time: 0 },
    ]))

  it.each(['inet', 'inet 10.0.2.1', 'inet 10.0.2.1/24', 'inet 10.0.2.1/99 scope global eth1', 'inet /24 scope global'])(
    'that is none is told: %s',
    line => expect(parseAddrText(`${HEADER}    ${line}\n`).issues).toHaveLength(1),
  )
})

it('with named flags alone has no number', () =>
  expect(addresses('inet6 fe80::2/64 scope link flags 800 ')?.[0]).not.toHaveProperty('ifa_flags'))

it('a device without one has an empty list', () => expect(addresses()).toEqual([]))

it('prints an address a line with -o', () =>
  expect(
    parseAddrText(
      '1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n2: eth1    inet 10.0.2.1/24 scope global eth1\n2: eth1    inet6 fd00::1/64 scope global \n',
    ).rows,
  ).toMatchObject([
    { ifindex: 1, ifname: 'lo', addr_info: [{ local: '127.0.0.1', valid_life_time: 4294967295 }] },
    { ifindex: 2, ifname: 'eth1', addr_info: [{ local: '10.0.2.1' }, { local: 'fd00::1' }] },
  ]))

it('forged by an alias stays the alias where its label is not the name of the device', () => {
  const forged =
    'x\n9: fake: <UP> mtu 1\n    inet 1.2.3.4/24 scope global fake\n       valid_lft forever preferred_lft forever'
  const own = '    inet 10.0.2.1/24 scope global eth1:x\n'
  expect(parseAddrText(`${HEADER}    alias ${forged}\n${own}`).rows).toMatchObject([
    { ifalias: forged, addr_info: [{ local: '10.0.2.1' }] },
  ])
})
