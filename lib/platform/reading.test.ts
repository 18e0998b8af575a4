import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Profile, Reading } from '@/lib/model/reading'
import { NO_NEEDS, needsOf, type ReadingNeeds, readingQueries } from './queries'
import { parseReading } from './reading'
import type { Answer } from './script'

const SAMPLES = new URL('../iproute2/samples/', import.meta.url)
const READ_AT = Date.UTC(2026, 10, 22, 12)
const JSON_NODE: Profile = {
  platform: 'linux',
  os: null,
  kernel: null,
  iproute2: '6.1.0',
  ipJson: true,
  bridgeJson: true,
  bridgeVni: true,
}
const TEXT_NODE: Profile = { ...JSON_NODE, ipJson: false, bridgeJson: false, bridgeVni: false }

const sample = (name: string): string => readFileSync(new URL(name, SAMPLES), 'utf8')

/** What each query of a reading is answered with, by its id; the links stand in for the addresses too. */
const answersOf = (profile: Profile, needs: ReadingNeeds, said: Record<string, string | Partial<Answer>>): Answer[] =>
  readingQueries(profile, needs).map(query => {
    const answer = said[query.id] ?? said.link ?? ''
    return { query, status: 0, stdout: '', stderr: '', ...(typeof answer === 'string' ? { stdout: answer } : answer) }
  })

const readingOf = (profile: Profile, said: Record<string, string>, needs = NO_NEEDS): Reading => {
  const reading = parseReading(profile, answersOf(profile, needs, said), READ_AT)
  if (!reading.ok) throw new Error(reading.error.message)
  return reading.value
}

const fromText = (name: string) =>
  readingOf(TEXT_NODE, { link: sample(`${name}.link.txt`), fdb: sample(`${name}.fdb-s.txt`) })
const fromJson = (name: string) =>
  readingOf(JSON_NODE, { link: sample(`${name}.link.json`), fdb: sample(`${name}.fdb-s.json`) })

describe('parseReading after another', () => {
  const said = (link: string) => ({ link, fdb: sample('kernel-6.18/seed-ubuntu.fdb-s.json') })
  const links = sample('kernel-6.18/seed-ubuntu.link.json')
  const again = (link: string, previous: Reading) =>
    parseReading(JSON_NODE, answersOf(JSON_NODE, NO_NEEDS, said(link)), READ_AT, previous)

  it('takes over the devices that are printed as before, with what was printed', () => {
    const previous = readingOf(JSON_NODE, said(links))
    const reading = again(links, previous)
    const ageless = ({ fdb }: Reading) => fdb.map(({ readAt: _, ...entry }) => entry)
    if (!reading.ok) throw new Error(reading.error.message)
    expect({ ...reading.value, fdb: ageless(reading.value) }).toEqual(previous)
    expect(reading.value.links).toBe(previous.links)
  })

  it('reads them anew where one of them has changed', () => {
    const previous = readingOf(JSON_NODE, said(links))
    const renamed = links.replaceAll('"vxlan0"', '"vxlan9"')
    expect(again(renamed, previous)).toEqual({ ok: true, value: readingOf(JSON_NODE, said(renamed)) })
  })
})

describe('parseReading', () => {
  it('gives the same entries from text and from JSON of the same moment', () => {
    const bare = ({ fdb }: Reading) => fdb.map(({ printed, ...entry }) => entry)
    expect(bare(fromText('kernel-6.18/seed-ubuntu'))).toEqual(bare(fromJson('kernel-6.18/seed-ubuntu')))
  })

  it('keeps the line that an entry was read from, and none where JSON was', () => {
    const learned = ({ fdb }: Reading) => fdb.find(({ dst }) => dst === '10.0.2.254')
    expect(learned(fromText('kernel-6.18/seed-ubuntu'))?.printed).toBe(
      '3e:1e:94:9f:5f:6d dev vxlan0 dst 10.0.2.254 used 1/1 self',
    )
    expect(learned(fromJson('kernel-6.18/seed-ubuntu'))?.printed).toBeNull()
  })

  it("tells a VXLAN device's attributes in the words of the model", () => {
    for (const read of [fromText, fromJson]) {
      const device = read('kernel-6.18/seed-ubuntu').links.find(({ ifname }) => ifname === 'vxlan0')
      expect(device).toMatchObject({
        kind: 'vxlan',
        link: 'eth1',
        mtu: 1450,
        up: true,
        vxlan: {
          vni: 42,
          group: '239.1.1.1',
          remote: null,
          local: null,
          port: 4789,
          ageing: 300,
          learning: true,
          external: false,
        },
      })
      expect(device?.evidence).toMatch(/^vxlan id 42 group 239\.1\.1\.1 dev eth1 /)
    }
  })

  it('takes the silence of a text about learning for on, where it tells of the device at all', () => {
    const header =
      '5: vx: <UP> mtu 1450 qdisc noqueue state UNKNOWN \n    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff \n'
    const learning = (line: string) =>
      readingOf(TEXT_NODE, { link: `${header}    ${line} \n`, fdb: '' }).links[0]?.vxlan?.learning
    expect(learning('vxlan id 42 group 239.1.1.1 dev eth1 port 32768 61000 ageing 300')).toBe(true)
    expect(learning('vxlan id 42 group 239.1.1.1 dev eth1 port 32768 61000 nolearning ageing 300')).toBe(false)
    expect(learning('vxlan external')).toBeNull()
  })

  it("counts a bridge's ageing in seconds", () => {
    const bridge = fromJson('kernel-6.18/br-vxlan').links.find(({ ifname }) => ifname === 'br0')
    expect(bridge?.bridge).toEqual({ ageing: 300, vlanFiltering: false })
  })

  it('reads the VNIs and VLANs of a single VXLAN device', () => {
    const said = {
      link: sample('kernel-6.1/svd.link.json'),
      fdb: sample('kernel-6.1/svd.fdb-s.json'),
      vni: sample('kernel-6.1/svd.vni-show.json'),
      vlanTunnel: sample('kernel-6.1/svd.vlan-tunnelshow.json'),
    }
    expect(needsOf(readingOf(JSON_NODE, said))).toEqual({ vnis: true, nexthops: false })
    const { vnis, vlanTunnels } = readingOf(JSON_NODE, said, { ...NO_NEEDS, vnis: true })
    expect(vnis).toContainEqual({ ifname: 'vxlan0', first: 10020, last: 10022, group: null, remote: null })
    expect(vnis).toContainEqual({ ifname: 'vxlan0', first: 30000, last: 30000, group: '239.9.9.9', remote: null })
    expect(vlanTunnels).toContainEqual({
      ifname: 'vxlan0',
      vlanFirst: 20,
      vlanLast: 22,
      vniFirst: 10020,
      vniLast: 10022,
    })
  })

  it('reads the VTEPs behind a next-hop group', () => {
    const said = {
      link: sample('kernel-6.1/nhid.link.json'),
      fdb: sample('kernel-6.1/nhid.fdb-s.json'),
      nexthop: sample('kernel-6.1/nhid.nexthop.json'),
    }
    const reading = readingOf(JSON_NODE, said)
    // A node that prints the same again has the same list: it isn't gone through anew.
    for (const again of [reading, { ...reading }]) expect(needsOf(again)).toEqual({ vnis: false, nexthops: true })
    const { nexthops } = readingOf(JSON_NODE, said, { ...NO_NEEDS, nexthops: true })
    expect(nexthops).toContainEqual({ id: 102, gateways: ['10.0.2.253', '10.0.2.1'] })
  })

  it('asks for a route only where an address is meant', () => {
    const needs = { ...NO_NEEDS, remotes: ['10.0.2.253', '$(reboot)', '-h'] }
    expect(readingQueries(JSON_NODE, needs).map(({ argv }) => argv.at(-1))).toEqual([
      'show',
      'show',
      'show',
      '10.0.2.253',
    ])
  })

  it('shows what could not be read beside what was', () => {
    const { fdb, outputs } = readingOf(TEXT_NODE, { fdb: '86:24:26:b2:11:5c dev vxlan0 dst 10.0.2.254 self \nnoise\n' })
    expect(fdb).toHaveLength(1)
    expect(outputs.find(({ command }) => command === 'bridge -s fdb show')?.issues).toEqual([
      { line: 2, text: 'noise' },
    ])
  })

  it.each([
    [{ status: 127, stderr: 'sh: 1: bridge: not found' }, 'commandMissing', 'no bridge command'],
    [
      { status: 2, stderr: 'RTNETLINK answers: Permission denied\n' },
      'exitStatus',
      'bridge -j -s -d fdb show ended with status 2: RTNETLINK answers: Permission denied',
    ],
  ])('fails when a command that it cannot do without fails: %o', (fdb, code, message) => {
    const reading = parseReading(JSON_NODE, answersOf(JSON_NODE, NO_NEEDS, { link: '[]', fdb }), READ_AT)
    expect(reading).toMatchObject({ ok: false, error: { code, message } })
  })
})
