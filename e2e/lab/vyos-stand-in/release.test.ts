import { describe, expect, it } from 'vitest'
import verdicts from '@/lib/change/samples/set-verdicts.json'
import { parseVyosConfig } from '@/lib/change/vyos-config'
import { renderConfig, withDelete, withSet } from './config'
import { commitRefusal } from './kernel'
import { refusalOf, releaseOf } from './release'

const RELEASES = {
  '1.1.1': 'helium',
  '1.2.9': 'crux',
  '1.3.8': 'equuleus',
  '1.4.2': 'sagitta',
  '1.5-rolling': 'current',
} as const

describe.each(Object.entries(RELEASES))('the stand-in as VyOS %s', (version, line) => {
  it('takes and refuses every line that VyOS itself was asked, in its words', () => {
    expect(releaseOf(version)).toBe(line)
    for (const verdict of verdicts) {
      const words = (verdict.line.match(/'[^']*'|[^\s']+/g) ?? []).slice(1).map(word => word.replaceAll("'", ''))
      const told = verdict[line]
      expect([verdict.line, refusalOf(line, words)]).toEqual([verdict.line, 'error' in told ? told.error : null])
    }
  })

  it('refuses what nobody asked VyOS and its grammar does not have', () => {
    expect(refusalOf(line, ['interfaces', 'vxlan', 'vxlan7', 'nonsense', 'x'])).toContain('is not valid')
    expect(refusalOf(line, ['interfaces', 'vxlan', 'vxlan7', 'vni', '77'])).toBe(null)
  })
})

const leaf = (...words: string[]) => ['vxlan', 'vxlan7', ...words]

it('a leaf takes another value, and addresses are added', () => {
  const paths = [leaf('vni', '8'), leaf('address', 'a'), leaf('address', 'b')].reduce(
    (held: readonly (readonly string[])[], path) => withSet(held, path, false),
    [leaf('vni', '7')],
  )
  expect(paths).toEqual([leaf('vni', '8'), leaf('address', 'a'), leaf('address', 'b')])
  expect(withDelete(paths, ['vxlan', 'vxlan7'])).toEqual([])
})

it('what it shows is read as what it holds', () => {
  const paths = [
    leaf('vni', '7'),
    leaf('description', 'tenant blue'),
    leaf('parameters', 'nolearning'),
    leaf('parameters', 'ip', 'ttl', '16'),
  ]
  expect(parseVyosConfig('vxlan', renderConfig(paths))).toEqual(paths)
})

it.each([
  [
    '1.4: what the underlay can not carry',
    'sagitta',
    [leaf('vni', '7'), leaf('group', '239.1.1.7'), leaf('source-interface', 'eth1'), leaf('mtu', '1500')],
    'Underlaying device MTU is to small (1500 bytes) for VXLAN overhead (50 bytes!)',
  ],
  [
    '1.3: a group without a device',
    'equuleus',
    [leaf('vni', '7'), leaf('group', '239.1.1.7')],
    'Multicast VXLAN requires an underlaying interface',
  ],
  ['1.3: no VNI', 'equuleus', [leaf('mtu', '1450')], 'Must configure VNI for VXLAN'],
] as const)('its commit refuses, from %s', (_, release, paths, message) => {
  expect(commitRefusal(release, [], paths, 'vxlan7', () => 1500)).toBe(message)
})
