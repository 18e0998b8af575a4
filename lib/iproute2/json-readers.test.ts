import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseFdbJson, parseLinkJson, parseNexthopJson, parseVlanTunnelJson, parseVniJson } from './index'

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, 'samples', file), 'utf8')

const MAC = '02:00:00:00:00:01'

describe('what a release prints with -j', () => {
  it('calls the device dev and leaves empty flags and states out (4.7 to 4.16)', () =>
    expect(parseFdbJson(`[{"mac":"${MAC}","dev":"vxlan0","dst":"10.0.2.1"}]`).rows).toEqual([
      { mac: MAC, ifname: 'vxlan0', dst: '10.0.2.1', flags: [], state: '' },
    ]))

  it('names no device where it was asked for one', () =>
    expect(parseFdbJson(`[{"mac":"${MAC}","flags":["self"],"state":""}]`, { dev: 'vxlan0' }).rows[0]?.ifname).toBe(
      'vxlan0',
    ))

  it('says collect_metadata for external (4.14, 4.15), and true for a bare word (up to 6.3)', () => {
    const data = '{"collect_metadata":true,"id":0,"gbp":true}'
    const { rows } = parseLinkJson(`[{"ifindex":1,"ifname":"a","linkinfo":{"info_kind":"vxlan","info_data":${data}}}]`)
    expect(rows[0]?.linkinfo?.info_data).toEqual({ external: true, id: 0, gbp: null })
  })

  it('calls port options otherwise (up to 5.19)', () => {
    const data = '{"state":"forwarding","mode":true,"unicast_flood":false}'
    const { rows } = parseLinkJson(
      `[{"ifindex":1,"ifname":"a","linkinfo":{"info_slave_kind":"bridge","info_slave_data":${data}}}]`,
    )
    expect(rows[0]?.linkinfo?.info_slave_data).toEqual({ state: 'forwarding', hairpin: true, flood: false })
  })

  it("escapes what needs no escape, as \\' (through 5.19)", () =>
    expect(parseLinkJson(`[{"ifindex":1,"ifname":"a","ifalias":"it\\'s \\x"}]`).rows[0]?.ifalias).toBe("it's \\x"))

  it('leaves control characters as they are (through 6.17)', () =>
    expect(parseLinkJson('[{"ifindex":1,"ifname":"a","ifalias":"x\n\u001b[31my"}]').rows[0]?.ifalias).toBe(
      'x\n\u001b[31my',
    ))

  it('never closes the array on a kernel without VLAN filtering', () =>
    expect(parseVlanTunnelJson('[')).toEqual({ rows: [], issues: [] }))

  it('makes an object of the ports (4.9, 4.15)', () =>
    expect(parseVlanTunnelJson('{"br0":[{"vlan":1,"tunid":10}],"vx":[{"vlan":2,"tunid":20}]}').rows).toEqual([
      { ifname: 'br0', tunnels: [{ vlan: 1, tunid: 10 }] },
      { ifname: 'vx', tunnels: [{ vlan: 2, tunid: 20 }] },
    ]))

  it('has empty objects among addresses of other families', () =>
    expect(parseLinkJson('[{},{"ifindex":1,"ifname":"a"},{}]')).toMatchObject({ rows: [{ ifname: 'a' }], issues: [] }))
})

describe('the tables of a node', () => {
  it('of VNIs have ranges and groups', () =>
    expect(parseVniJson(read('kernel-6.1/svd.vni-show.json')).rows[0]?.vnis).toContainEqual({
      vni: 10020,
      vniEnd: 10022,
    }))

  it('of VLAN tunnels have a port each', () => {
    const { rows, issues } = parseVlanTunnelJson(read('kernel-6.1/svd.vlan-tunnelshow.json'))
    expect(issues).toEqual([])
    expect(rows[0]?.tunnels[0]).toEqual({ vlan: 10, tunid: 10010 })
  })

  it('of next hops have groups', () =>
    expect(parseNexthopJson(read('kernel-6.1/nhid.nexthop.json')).rows.at(-1)).toMatchObject({
      id: 102,
      group: [{ id: 12 }, { id: 13 }],
    }))
})

describe('one bad row', () => {
  it('of the wrong shape costs the others nothing', () => {
    const { rows, issues } = parseFdbJson(
      `[{"mac":"${MAC}"},{"mac":5},{"mac":"${MAC}","vni":99999999},7,{"mac":"${MAC}"}]`,
    )
    expect(rows).toHaveLength(2)
    expect(issues.map(issue => issue.text)).toEqual([
      '{"mac":5,"flags":[],"state":""}',
      `{"mac":"${MAC}","vni":99999999,"flags":[],"state":""}`,
      '7',
    ])
  })

  it('of broken text costs the others nothing, and tells its line', () => {
    const { rows, issues } = parseFdbJson(`[{"mac":"${MAC}"},\n{"mac":nope},\n{"mac":"${MAC}"}]`)
    expect(rows).toHaveLength(2)
    expect(issues).toEqual([{ line: 2, text: '{"mac":nope}' }])
  })

  it('cut off at the end is told', () => {
    const { rows, issues } = parseFdbJson(`[{"mac":"${MAC}"},{"mac":"02:0`)
    expect(rows).toHaveLength(1)
    expect(issues).toHaveLength(1)
  })
})

it('tells that text is no JSON', () =>
  expect(parseVniJson('Option "-j" is unknown, try "bridge help".')).toMatchObject({ rows: [], issues: [{ line: 1 }] }))

it('lets keys of a newer release through', () =>
  expect(parseFdbJson(`[{"mac":"${MAC}","shiny":{"new":1}}]`).rows[0]).toMatchObject({ shiny: { new: 1 } }))

it('sets no prototype from a row called so', () => {
  const { rows } = parseFdbJson(`[{"mac":"${MAC}","__proto__":{"polluted":1}}]`)
  expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype)
  expect(rows[0]).not.toHaveProperty('polluted')
})

it('survives nesting deeper than the stack', () => {
  const deep = '['.repeat(200_000)
  expect(parseFdbJson(deep + ']'.repeat(200_000)).issues).toHaveLength(1)
  expect(parseFdbJson(deep).issues).toHaveLength(1)
})
