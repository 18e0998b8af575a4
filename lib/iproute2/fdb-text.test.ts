import { describe, expect, it } from 'vitest'
import { parseFdbText } from './index'

const rows = (...lines: string[]) => parseFdbText(`${lines.join('\n')}\n`).rows
const issues = (...lines: string[]) => parseFdbText(`${lines.join('\n')}\n`).issues
const MAC = '02:00:00:00:00:01'

/** Forms of single releases, after the versions of iproute2's bridge/fdb.c named. */
describe('a release that prints rows its own way', () => {
  it('glues flags and state to the times (3.12 to 3.17)', () =>
    expect(
      rows(
        `${MAC} dev vxlan0 dst 10.0.2.3  used 6/7self permanent`,
        `${MAC} dev br0  used 3/4static`,
        `${MAC} dev h1  used 5/5`,
      ),
    ).toEqual([
      { mac: MAC, ifname: 'vxlan0', dst: '10.0.2.3', used: 6, updated: 7, flags: ['self'], state: 'permanent' },
      { mac: MAC, ifname: 'br0', used: 3, updated: 4, flags: [], state: 'static' },
      { mac: MAC, ifname: 'h1', used: 5, updated: 5, flags: [], state: '' },
    ]))

  it('glues the master to the times (3.16, 3.17)', () =>
    expect(rows(`${MAC} dev h1  used 28/28master br0 permanent`, `${MAC} dev h1  used 3/4master br0 `)).toEqual([
      { mac: MAC, ifname: 'h1', used: 28, updated: 28, flags: [], master: 'br0', state: 'permanent' },
      { mac: MAC, ifname: 'h1', used: 3, updated: 4, flags: [], master: 'br0', state: '' },
    ]))

  it('tells a state without a name by its bits', () =>
    expect(rows(`${MAC} dev vx dst 10.0.2.3 self state=0x40`)[0]?.state).toBe('0x40'))

  it('prints an IPv6 dst as a false IPv4 (3.12): the device has none that can be believed', () => {
    const [first, second, other] = rows(
      `${MAC} dev vx6 dst 253.0.0.2  used 6/6self `,
      `${MAC} dev vx6 dst 32.1.13.184  used 6/6self `,
      `${MAC} dev vx4 dst 10.0.2.3  used 6/6self `,
    )
    expect([first?.dst, second?.dst, other?.dst]).toEqual([undefined, undefined, '10.0.2.3'])
  })

  it('still believes a multicast group beside false addresses', () =>
    expect(rows(`${MAC} dev vx dst 0.0.0.0 self`, `${MAC} dev vx dst 239.1.1.1 self`)[1]?.dst).toBe('239.1.1.1'))

  it('calls external learning external (3.19, 4.0), behind the master', () =>
    expect(rows(`${MAC} dev vxlan0 used 1/1 master br0 external `)[0]).toMatchObject({
      master: 'br0',
      flags: ['extern_learn'],
      state: '',
    }))

  it('calls external learning offload (4.1 to 4.6, behind the master; 4.7 to 4.12, before it)', () => {
    expect(rows(`${MAC} dev vxlan0 master br0 offload `)[0]?.flags).toEqual(['extern_learn'])
    expect(rows(`${MAC} dev vxlan0 offload master br0 `)[0]?.flags).toEqual(['extern_learn'])
  })

  it('means the hardware by offload where extern_learn has its own word (4.13 on)', () =>
    expect(rows(`${MAC} dev swp1 extern_learn offload master br0 `)[0]?.flags).toEqual(['extern_learn', 'offload']))

  it('drops the words dst and master (4.17, 4.18)', () =>
    expect(
      rows(
        `${MAC} dev vxlan0 10.0.2.3 used 1/2 self `,
        `${MAC} dev vxlan0 used 1/2 extern_learn br0 static`,
        `${MAC} dev h1 vlan 7 br0 permanent`,
        `${MAC} dev h1 br0 `,
      ),
    ).toEqual([
      { mac: MAC, ifname: 'vxlan0', dst: '10.0.2.3', used: 1, updated: 2, flags: ['self'], state: '' },
      { mac: MAC, ifname: 'vxlan0', used: 1, updated: 2, flags: ['extern_learn'], master: 'br0', state: 'static' },
      { mac: MAC, ifname: 'h1', vlan: 7, flags: [], master: 'br0', state: 'permanent' },
      { mac: MAC, ifname: 'h1', flags: [], master: 'br0', state: '' },
    ]))

  it('drops them beside devices called like keywords too (4.17, 4.18)', () =>
    expect(
      rows(`${MAC} dev vx 10.0.2.3 via master self `, `${MAC} dev h1 br0 permanent`, `${MAC} dev dst self permanent`),
    ).toMatchObject([
      { dst: '10.0.2.3', viaIf: 'master', flags: ['self'] },
      { ifname: 'h1', master: 'br0' },
      { ifname: 'dst', flags: ['self'] },
    ]))

  it('calls external learning offload beside a device called nhid (4.1 to 4.12)', () =>
    expect(rows(`${MAC} dev nhid self permanent`, `${MAC} dev vx self offload permanent`)[1]?.flags).toEqual([
      'self',
      'extern_learn',
    ]))

  it('says dev twice of devices called like keywords too (4.19)', () =>
    expect(rows(`${MAC} dev dev self self permanent`)[0]?.ifname).toBe('self'))

  it('says dev twice (4.19)', () =>
    expect(
      rows(`${MAC} dev dev eth1 self permanent`, `${MAC} dev dev self dst 10.0.2.3 self `).map(row => row.ifname),
    ).toEqual(['eth1', 'self']))

  it('names an ifindex of another namespace (4.0 on)', () =>
    expect(rows(`${MAC} dev vx dst 10.0.2.8 via ifindex 2 link-netnsid 0 self permanent`)[0]).toMatchObject({
      viaIfIndex: 2,
      linkNetNsId: 0,
    }))

  it('has next-hop groups, source VNIs and activity (5.10 on)', () =>
    expect(
      rows(
        `${MAC} dev vx nhid 102 self permanent`,
        `${MAC} dev vx dst fd00::1 vlan 3 port 8472 vni 4242 src_vni 5 self permanent`,
        `${MAC} dev h1 activity_notify inactive used 1/1 sticky locked master br0 static`,
      ),
    ).toEqual([
      { mac: MAC, ifname: 'vx', nhid: 102, flags: ['self'], state: 'permanent' },
      {
        mac: MAC,
        ifname: 'vx',
        dst: 'fd00::1',
        vlan: 3,
        port: 8472,
        vni: 4242,
        src_vni: 5,
        flags: ['self'],
        state: 'permanent',
      },
      {
        ...{ mac: MAC, ifname: 'h1', activity_notify: true, inactive: true, used: 1, updated: 1 },
        ...{ flags: ['sticky', 'locked'], master: 'br0', state: 'static' },
      },
    ]))
})

describe('a device called like a word of the grammar', () => {
  it.each([
    [`${MAC} dev vxlan dst 10.0.2.1 via self self permanent`, { ifname: 'vxlan', viaIf: 'self', flags: ['self'] }],
    [`${MAC} dev group master master permanent`, { ifname: 'group', master: 'master', state: 'permanent' }],
    [`${MAC} dev dev dst 10.0.2.1 self `, { ifname: 'dev', dst: '10.0.2.1', state: '' }],
    [`${MAC} dev dst dst 10.0.2.1 self static`, { ifname: 'dst', dst: '10.0.2.1', state: 'static' }],
    [`${MAC} dev self self permanent`, { ifname: 'self', flags: ['self'] }],
    [
      `${MAC} dev 42 vlan 42 master permanent permanent`,
      { ifname: '42', vlan: 42, master: 'permanent', state: 'permanent' },
    ],
    [`${MAC} dev br0 master permanent `, { ifname: 'br0', master: 'permanent', state: '' }],
    [`${MAC} dev -v master <UP> `, { ifname: '-v', master: '<UP>', state: '' }],
    [`${MAC} dev x@y@@weird self permanent`, { ifname: 'x@y@@weird' }],
    [`${MAC} dev vx dst 10.0.2.1 via ifindex self permanent`, { viaIf: 'ifindex', flags: ['self'] }],
  ])('%s', (line, expected) => expect(rows(line)).toMatchObject([expected]))
})

describe('a text of one device (dev NAME)', () => {
  const ofDevice = (...lines: string[]) => parseFdbText(`${lines.join('\n')}\n`, { dev: 'vx' })

  it('has masters without their keyword (4.17, 4.18)', () =>
    expect(ofDevice(`${MAC} br0 permanent`, `${MAC} used 3/4 extern_learn br0 `).rows).toEqual([
      { mac: MAC, ifname: 'vx', flags: [], master: 'br0', state: 'permanent' },
      { mac: MAC, ifname: 'vx', used: 3, updated: 4, flags: ['extern_learn'], master: 'br0', state: '' },
    ]))

  it('has false IPv4 addresses for IPv6 ones (3.12)', () =>
    expect(ofDevice(`${MAC} dst 32.1.13.184 self `, `${MAC} dst 0.0.0.0 self `).rows).toEqual([
      { mac: MAC, ifname: 'vx', flags: ['self'], state: '' },
      { mac: MAC, ifname: 'vx', flags: ['self'], state: '' },
    ]))

  it('may have a message among its rows', () =>
    expect(ofDevice('Dump terminated', `${MAC} self permanent`)).toMatchObject({
      rows: [{ ifname: 'vx', state: 'permanent' }],
      issues: [{ line: 1, text: 'Dump terminated' }],
    }))
})

describe('a line that is no row', () => {
  it.each([
    'garbage',
    `${MAC}x dev eth1 self`,
    `${MAC} dev`,
    `${MAC} dev vx dst`,
    `${MAC} dev vx dst 10.0.2.1 dst 10.0.2.2 self`,
    `${MAC} dev vx dst not-an-address self`,
    `${MAC} dev vx vni 16777216 self`,
    `${MAC} dev vx used 1 self`,
    `${MAC} dev vx self perman`,
    `${MAC} dev vx dst 10.0.2.1 self what permanent`,
  ])('%s', line => {
    expect(rows(line)).toEqual([])
    expect(issues(`${MAC} dev eth1 self permanent`, line)).toEqual([{ line: 2, text: line }])
  })

  it('is told in at most 200 characters', () => expect(issues('x'.repeat(9999))[0]?.text).toHaveLength(200))
})

describe('a text that was cut', () => {
  it('gives no row where the line breaks off in its values', () =>
    expect(parseFdbText(`${MAC} dev vx dst 10.0.2.25`)).toMatchObject({ rows: [], issues: [{ line: 1 }] }))

  it('gives no state where that may be what is missing', () =>
    expect(parseFdbText(`${MAC} dev vx dst 10.0.2.2 self`).rows).toEqual([
      { mac: MAC, ifname: 'vx', dst: '10.0.2.2', flags: ['self'] },
    ]))

  it('is whole where it ends in a state', () =>
    expect(parseFdbText(`${MAC} dev vx self permanent`).rows[0]?.state).toBe('permanent'))
})

it('takes carriage returns for no part of a line', () =>
  expect(parseFdbText(`${MAC} dev eth1 self permanent\r\n\r\n${MAC} dev eth1 self \r\n`)).toMatchObject({
    rows: [{ state: 'permanent' }, { state: '' }],
    issues: [],
  }))
