import { describe, expect, it } from 'vitest'
import type { IpLinkRow } from '@/lib/model/iproute2'
import { parseLinkText } from './index'

const LO =
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0 \n'
const header = (index: number, name: string) =>
  `${index}: ${name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\n    link/ether 02:00:00:00:00:0${index % 10} brd ff:ff:ff:ff:ff:ff promiscuity 0 \n`
const read = (text: string): IpLinkRow[] => parseLinkText(text).rows

describe('an alias', () => {
  const FORGED = header(99, 'fakevx').trimEnd()

  it('that forges a device stays an alias, and says so', () => {
    const { rows, issues } = parseLinkText(`${LO}${header(2, 'eth1')}    alias up\n${FORGED}\n${header(3, 'eth2')}`)
    expect(rows.map(row => row.ifname)).toEqual(['lo', 'eth1', 'eth2'])
    expect(rows[1]?.ifalias).toBe(`up\n${FORGED}`)
    expect(issues.map(issue => issue.line)).toEqual([6, 7])
  })

  it('that forges the next ifindex, but not the details of this release, stays an alias', () => {
    const details = (text: string) => text.replace('promiscuity 0 ', 'promiscuity 0 allmulti 0 minmtu 0 maxmtu 0 ')
    const forged = header(3, 'fakevx').trimEnd()
    const { rows } = parseLinkText(
      `${details(LO)}${details(header(2, 'eth1'))}    alias up\n${forged}\n${details(header(5, 'eth2'))}`,
    )
    expect(rows.map(row => row.ifname)).toEqual(['lo', 'eth1', 'eth2'])
  })

  it('keeps what reads as the parts of a line joined by -o', () =>
    expect(read(`${LO}${header(2, 'eth1')}    alias z\\    vxlan id 66 dstport 1\n`)[1]).toMatchObject({
      ifalias: 'z\\    vxlan id 66 dstport 1',
    }))

  it('with -o goes on behind its backslashes', () => {
    const text = `${LO}${header(2, 'eth1')}    alias z\\    vxlan id 66\n`.replaceAll('\n    ', '\\    ')
    expect(read(text)[1]).toMatchObject({ ifalias: 'z\\    vxlan id 66' })
    expect(read(text)[1]).not.toHaveProperty('linkinfo')
  })

  it('keeps addresses, which ip link does not print, and statistics where no other device has any', () => {
    const alias = 'y\n    inet 1.2.3.4/24 scope global evil\n    RX: bytes  packets\n    1 2'
    const [, eth1] = read(`${LO}${header(2, 'eth1')}    alias ${alias}\n`)
    expect(eth1).toMatchObject({ ifalias: alias })
    expect(eth1).not.toHaveProperty('addr_info')
    expect(eth1).not.toHaveProperty('stats64')
  })

  it('has statistics behind it with -s', () =>
    expect(read(`${header(2, 'eth1')}    alias y\n    RX: bytes  packets\n    1 2\n`)[0]).toMatchObject({
      ...{ ifalias: 'y', stats64: { rx: { bytes: 1, packets: 2 } } },
    }))

  it('does not make an old release look new', () =>
    expect(
      read(
        `${LO}${header(2, 'eth1@vx')}    veth \n    alias minmtu 68\n${header(3, 'vx')}    vxlan id 4 ageing 300 maxaddr 1 \n`,
      ),
    ).toMatchObject([{}, { ifname: 'eth1' }, { linkinfo: { info_data: { id: 4, ageing: 300 } } }]))

  it('of a plain device costs no issue and hides no device', () => {
    const { rows, issues } = parseLinkText(
      `${LO}${header(2, 'eth1')}    alias to \x1b[31mthe core\n    altname enp1s0\n${header(3, 'eth2')}`,
    )
    expect(issues).toEqual([])
    expect(rows[1]).toMatchObject({ ifalias: 'to \x1b[31mthe core', altnames: ['enp1s0'] })
    expect(rows).toHaveLength(3)
  })
})
