import { readFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { parseCommand } from './parse'

const SAMPLES = path.join(import.meta.dirname, '../iproute2/samples')

const run = async (argv: string[], input: string | Buffer) => {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const code = await parseCommand(argv, { stdin: Readable.from([Buffer.from(input)]), stdout, stderr })
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}

describe('vxscope parse', () => {
  it('prints what the newest iproute2 would print for a text of 2014', async () => {
    const text = readFileSync(path.join(SAMPLES, 'seed-2014/vyos01.link.txt'))
    const { code, out, err } = await run(['link'], text)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const [row] = JSON.parse(out)
    expect(row.linkinfo.info_data).toEqual({
      id: 42,
      group: '239.1.1.1',
      link: 'eth1',
      port_range: { low: 32768, high: 61000 },
      ttl: 16,
      ageing: 300,
    })
  })

  it('names the device of rows that were asked for with dev NAME', async () => {
    const text = readFileSync(path.join(SAMPLES, 'seed-2014/ubuntu.fdb-dev-vxlan0.txt'))
    const { code, out } = await run(['fdb', '--dev', 'vxlan0'], text)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual([
      {
        mac: '00:00:00:00:00:00',
        ifname: 'vxlan0',
        dst: '239.1.1.1',
        viaIf: 'eth1',
        flags: ['self'],
        state: 'permanent',
      },
      { mac: '4e:69:a4:a7:ef:1c', ifname: 'vxlan0', dst: '10.0.2.253', flags: ['self'], state: '' },
      { mac: '86:24:26:b2:11:5c', ifname: 'vxlan0', dst: '10.0.2.254', flags: ['self'], state: '' },
    ])
  })

  it('names no device where none was given', async () => {
    const { out } = await run(['fdb'], '02:00:00:00:00:01 dst 10.0.2.1 self permanent\n')
    expect(JSON.parse(out)[0]).not.toHaveProperty('ifname')
  })

  it('tells the line it cannot read, prints the others, and exits 2', async () => {
    const { code, out, err } = await run(['fdb'], '02:00:00:00:00:01 dev eth1 self permanent\nwhat\x1b[2J is this\n')
    expect(code).toBe(2)
    expect(JSON.parse(out)).toHaveLength(1)
    expect(err).toBe('line 2: what\\x1b[2J is this\n')
  })

  it('loses no row to bytes that are not UTF-8', async () => {
    const text = Buffer.concat([
      Buffer.from('02:00:00:00:00:01 dev vx'),
      Buffer.from([0xff]),
      Buffer.from(' self permanent\n'),
    ])
    const { code, out } = await run(['fdb'], text)
    expect(code).toBe(0)
    expect(JSON.parse(out)[0].ifname).toBe('vx\ufffd')
  })

  it('prints an empty array for no text', async () =>
    expect(await run(['addr'], '')).toEqual({ code: 0, out: '[]\n', err: '' }))

  it.each([[[]], [['fdb', 'link']], [['route']], [['toString']], [['fdb', '--dev']]])('refuses %j', async argv => {
    const { code, out, err } = await run(argv, '')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('Usage: vxscope parse')
  })
})
