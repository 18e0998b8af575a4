import { describe, expect, it } from 'vitest'
import type { IpLinkRow } from '@/lib/model/iproute2'
import { parseLinkText } from './index'

const LO =
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0 \n'
const header = (index: number, name: string) =>
  `${index}: ${name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\n    link/ether 02:00:00:00:00:0${index % 10} brd ff:ff:ff:ff:ff:ff promiscuity 0 \n`
const read = (text: string): IpLinkRow[] => parseLinkText(text).rows
const vxlan = (line: string) => read(`${LO}${header(5, 'vxlan0')}    ${line}\n`)[1]?.linkinfo?.info_data
/** What 4.8 and later print behind any device, so that the text tells its age. */
const MODERN = 'numtxqueues 1 numrxqueues 1 '

/** Forms of single releases, after the versions of iproute2's ip/iplink_vxlan.c named. */
describe('the vxlan line', () => {
  it('has the source range in port LO HI, and no destination port (3.12, 3.13)', () =>
    expect(vxlan('vxlan id 42 group 239.1.1.1 dev eth1 port 32768 61000 ttl 16 ageing 300 ')).toEqual({
      ...{ id: 42, group: '239.1.1.1', link: 'eth1', port_range: { low: 32768, high: 61000 }, ttl: 16, ageing: 300 },
    }))

  it('prints maxaddr 1 for any limit (up to 3.16): left out', () => {
    expect(vxlan('vxlan id 42 srcport 0 0 dstport 8472 ageing 300 maxaddr 1 ')).not.toHaveProperty('limit')
    expect(vxlan('vxlan id 42 srcport 0 0 dstport 8472 ageing 300 maxaddr 1 udpcsum ')).toHaveProperty('limit', 1)
    expect(vxlan('vxlan id 42 srcport 0 0 dstport 8472 ageing 300 maxaddr 7 ')).toHaveProperty('limit', 7)
  })

  it('puts switches before tos and ttl (up to 6.3)', () =>
    expect(
      vxlan(
        'vxlan id 7 remote 10.0.2.253 local 10.0.2.254 dev eth1 srcport 40000 50000 dstport 4789 nolearning proxy rsc l2miss l3miss tos inherit ttl 32 df set ageing none maxaddr 5 noudpcsum udp6zerocsumtx noudp6zerocsumrx remcsumtx remcsumrx gbp ',
      ),
    ).toEqual({
      ...{ id: 7, remote: '10.0.2.253', local: '10.0.2.254', link: 'eth1', port_range: { low: 40000, high: 50000 } },
      ...{
        port: 4789,
        learning: false,
        proxy: true,
        rsc: true,
        l2miss: true,
        l3miss: true,
        tos: '0x1',
        ttl: 32,
        df: 'set',
      },
      ...{ ageing: 0, limit: 5, udp_csum: false, udp_zero_csum6_tx: true, udp_zero_csum6_rx: false },
      ...{ remcsum_tx: true, remcsum_rx: true, gbp: null },
    }))

  it('has other names for them, last in line (6.4 on), and all of them with -d -d', () =>
    expect(
      vxlan(
        'vxlan id 8 remote fd00::2 local fd00::1 srcport 0 0 dstport 4789 tos 0x10 ttl auto flowlabel 0x1234 ageing 300 reserved_bits 0xf7ffffff000000ff gpe noexternal learning noproxy udp_csum noudp_zero_csum6_tx remcsum_tx nolocalbypass addrgenmode eui64 ',
      ),
    ).toEqual({
      ...{
        id: 8,
        remote6: 'fd00::2',
        local6: 'fd00::1',
        port_range: { low: 0, high: 0 },
        port: 4789,
        tos: '0x10',
        ttl: 0,
      },
      ...{
        label: '0x1234',
        ageing: 300,
        reserved_bits: '0xf7ffffff000000ff',
        gpe: null,
        external: false,
        learning: true,
      },
      ...{ proxy: false, udp_csum: true, udp_zero_csum6_tx: false, remcsum_tx: true, localbypass: false },
    }))

  it.each([
    ['vxlan id 0 srcport 0 0 dstport 4789 nolearning ageing 300 udpcsum external ', { id: 0, external: true }],
    ['vxlan external ', { external: true }],
    ['vxlan externaladdrgenmode eui64 ', { external: true }],
    ['vxlan external id 0 srcport 0 0 dstport 4789 ', { external: true, id: 0 }],
    ['vxlan external vnifilterid 0 srcport 0 0 dstport 4789 ', { external: true, vnifilter: true, id: 0 }],
    ['vxlan id 0 dstport 4789 ttl auto external vnifilter nolearning ', { external: true, vnifilter: true, id: 0 }],
  ])('tells an external device: %s', (line, expected) => expect(vxlan(line)).toMatchObject(expected))

  it('has no key for a TTL that is inherited, nor for the false one of 4.15 to 4.18', () =>
    expect(vxlan('vxlan id 1 dstport 4789 ttl inherit ageing 300 ')).not.toHaveProperty('ttl'))

  it('takes devices for what they are, whatever they are called', () =>
    expect(vxlan('vxlan id 1 remote 10.0.0.1 dev group srcport 0 0 dstport 4789 ageing 300 ')).toMatchObject({
      link: 'group',
    }))

  it('is not mistaken for geneve', () =>
    expect(vxlan('geneve id 42 remote 10.0.2.9 ttl auto dstport 6081 noudpcsum ')).toEqual({
      ...{ id: 42, remote: '10.0.2.9', ttl: 0, port: 6081, udp_csum: false },
    }))

  it('with a word nobody knows is an issue; the device and the other words are read', () => {
    const { rows, issues } = parseLinkText(`${LO}${header(5, 'vx')}    vxlan id 1 frobnicate dstport 4789 \n`)
    expect(rows[1]?.linkinfo?.info_data).toEqual({ id: 1, port: 4789 })
    expect(issues).toEqual([{ line: 5, text: '    vxlan id 1 frobnicate dstport 4789 ' }])
  })
})

describe('what stands behind the name', () => {
  const named = (printed: string, kind: string, extra = '') =>
    read(
      `${LO}${header(2, 'eth1')}${header(5, printed).replace('promiscuity', `${extra}promiscuity`)}    ${kind} ${MODERN}\n`,
    )[2]

  it.each([
    ['eth1.10@eth1', 'vlan', { ifname: 'eth1.10', link: 'eth1' }],
    ['gre0@NONE', 'gre', { ifname: 'gre0', link: null }],
    ['x@y@@weird', 'dummy', { ifname: 'x@y@@weird' }],
    ['x@y@@eth1', 'macvlan', { ifname: 'x@y@', link: 'eth1' }],
    ['v@if9', 'veth', { ifname: 'v', link: 'if9' }],
  ])('%s of a %s', (printed, kind, expected) => expect(named(printed, kind)).toMatchObject(expected))

  it('is an index where the peer is in another namespace', () =>
    expect(named('v@if9', 'veth', 'link-netnsid 3 ')).toMatchObject({ ifname: 'v', link_index: 9, link_netnsid: 3 }))

  it('is settled by two devices that name each other', () =>
    expect(
      read(`${LO}${header(2, '@if7@sp')}    veth ${MODERN}\n${header(3, 'sp@@if7')}    veth ${MODERN}\n`),
    ).toMatchObject([{}, { ifname: '@if7', link: 'sp' }, { ifname: 'sp', link: '@if7' }]))

  it('is a part of the name where the kind stands on nothing', () => {
    const rows = read(
      `${LO}${header(2, 'lo@lo')}    ifb ${MODERN}\n${header(3, 'vx@q')}    vxlan id 4 ${MODERN}\n${header(4, 'mv@vx@q')}    macvlan mode bridge ${MODERN}\n`,
    )
    expect(rows.map(row => row.ifname)).toEqual(['lo', 'lo@lo', 'vx@q', 'mv'])
    expect(rows[3]?.link).toBe('vx@q')
  })

  it('is a part of the name where no other device has it, or where the name would be given twice', () =>
    expect(read(`${LO}${header(2, 'a@b')}${header(3, 'lo@lo')}`).map(row => row.ifname)).toEqual([
      'lo',
      'a@b',
      'lo@lo',
    ]))

  it('is believed of a release up to 3.19 where two devices name each other', () => {
    const down = (index: number, name: string) => header(index, name).replace('MULTICAST', 'MULTICAST,M-DOWN')
    expect(read(`${LO}${down(2, 'v@w')}    veth \n${down(3, 'w@v')}    veth \n`)).toMatchObject([
      {},
      { ifname: 'v', link: 'w', flags: ['BROADCAST', 'MULTICAST', 'M-DOWN', 'UP', 'LOWER_UP'] },
      { ifname: 'w', link: 'v' },
    ])
  })

  it('is left out where a release up to 3.19 may have looked it up in the wrong namespace', () => {
    const [, eth1, , vxlan102] = read(
      `${LO}${header(2, 'eth1@br0').replace('MULTICAST', 'MULTICAST,M-DOWN')}    veth \n${header(3, 'br0')}    bridge \n${header(4, 'vxlan102@vxlan102')}    vxlan id 102 port 0 0 ageing 300 \n`,
    )
    expect(eth1).toMatchObject({ ifname: 'eth1', flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'] })
    expect(eth1).not.toHaveProperty('link')
    expect(vxlan102).toMatchObject({ ifname: 'vxlan102' })
    expect(vxlan102).not.toHaveProperty('link')
  })
})

describe('the line of a release', () => {
  it('numbers link types that have a name today', () =>
    expect(
      read(header(2, 'nlmon0').replace('link/ether 02:00:00:00:00:02 brd ff:ff:ff:ff:ff:ff', 'link/[824] '))[0],
    ).toMatchObject({
      link_type: 'netlink',
    }))

  it('joins all of a device with backslashes (-o)', () =>
    expect(
      read(`${LO}${header(2, 'vx')}    vxlan id 4 dstport 4789 \n`.replaceAll('\n    ', '\\    '))[1],
    ).toMatchObject({
      ifname: 'vx',
      address: '02:00:00:00:00:02',
      linkinfo: { info_kind: 'vxlan', info_data: { id: 4, port: 4789 } },
    }))

  it('tells who asks for group members (5.16 on)', () =>
    expect(
      vxlan(
        'bridge mcast_querier 1 mcast_querier_ipv4_addr 10.0.0.1 mcast_querier_ipv4_port 7 mcast_querier_ipv4_other_timer 249s mcast_querier_ipv6_addr :: mcast_hash_max 4096 ',
      ),
    ).toEqual({
      mcast_querier: 1,
      mcast_querier_state_ipv4: {
        ...{ mcast_querier_ipv4_addr: '10.0.0.1', mcast_querier_ipv4_port: 7, mcast_querier_ipv4_other_timer: '249s' },
      },
      mcast_querier_state_ipv6: { mcast_querier_ipv6_addr: '::' },
      mcast_hash_max: 4096,
    }))

  it('has switches of a bond that are no words', () =>
    expect(
      vxlan('bond mode 802.3ad lacp_active on coupled_control on broadcast_neighbor off arp_validate none '),
    ).toEqual({
      ...{ mode: '802.3ad', lacp_active: 'on', coupled_control: true, broadcast_neighbor: false, arp_validate: null },
    }))

  it('calls a macvlan mode unknown that it does not know: left out', () =>
    expect(vxlan('macvlan  mode unknown ')).toBeUndefined())

  it('prints the bridge id for the root id (up to 5.12): left out where the bridge is not the root', () => {
    const bridge = (root: string) =>
      vxlan(`bridge bridge_id 8000.2:0:0:0:0:1 designated_root 8000.2:0:0:0:0:1 ${root} `)
    expect(bridge('root_port 1 root_path_cost 2')).not.toHaveProperty('root_id')
    expect(bridge('root_port 0 root_path_cost 0')).toHaveProperty('root_id', '8000.2:0:0:0:0:1')
  })

  it('has virtual functions, before 5.4 and since', () =>
    expect(
      read(
        `${LO}${header(2, 'eth1')}    vf 0 MAC 52:54:00:00:00:01, vlan 7, spoof checking on, link-state auto\n    vf 1     link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff, spoof checking off, trust on\n`,
      )[1]?.vfinfo_list,
    ).toEqual([
      { vf: 0, address: '52:54:00:00:00:01', vlan_list: [{ vlan: 7 }], spoofchk: true, link_state: 'auto' },
      {
        vf: 1,
        link_type: 'ether',
        address: '52:54:00:00:00:02',
        broadcast: 'ff:ff:ff:ff:ff:ff',
        spoofchk: false,
        trust: true,
      },
    ]))

  it('has VLANs, rates and GUIDs of a virtual function', () =>
    expect(
      read(
        `${LO}${header(2, 'ib0')}    vf 0 MAC 52:54:00:00:00:01, vlan 7, qos 2, vlan protocol 802.1ad, vlan 8, tx rate 9 (Mbps), max_tx_rate 9Mbps, NODE_GUID 00:11:22:33:44:55:66:77\n`,
      )[1]?.vfinfo_list,
    ).toEqual([
      {
        ...{ vf: 0, address: '52:54:00:00:00:01', vlan_list: [{ vlan: 7, qos: 2, protocol: '802.1ad' }, { vlan: 8 }] },
        ...{ tx_rate: 9, rate: { max_tx: 9 }, 'node guid': '00:11:22:33:44:55:66:77' },
      },
    ]))

  it('has the ids of port and switch (up to 4.13 in the header)', () =>
    expect(read(header(2, 'sw1p1').replace(' state', ' portid 01 switchid 0a0b state'))[0]).toMatchObject({
      ...{ phys_port_id: '01', phys_switch_id: '0a0b', operstate: 'UNKNOWN' },
    }))

  it('cut in half is an issue', () => {
    const { rows, issues } = parseLinkText(`${LO}2: eth1: <BROADCAST,MULTI`)
    expect(rows).toHaveLength(1)
    expect(issues).toEqual([{ line: 3, text: '2: eth1: <BROADCAST,MULTI' }])
  })
})
