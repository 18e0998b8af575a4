import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFdbText } from './fdb-text'
import { parseFdbMonitorLine } from './monitor'

const ROOT = path.join(import.meta.dirname, 'samples', 'monitor')
const linesOf = (file: string): string[] => readFileSync(path.join(ROOT, file), 'utf8').split('\n')
const readAll = (file: string) => linesOf(file).flatMap(line => parseFdbMonitorLine(line) ?? [])
const shortOf = (file: string) =>
  readAll(file).map(said => ('issue' in said ? said.issue : [said.deleted, said.row.mac.slice(-2), said.row.dst]))

describe('a line of bridge monitor fdb', () => {
  it('is read in every sample', () => {
    const files = readdirSync(ROOT).flatMap(kernel =>
      readdirSync(path.join(ROOT, kernel)).map(name => `${kernel}/${name}`),
    )
    expect(files).toHaveLength(6)
    for (const file of files) {
      const said = readAll(file)
      expect([file, said.filter(event => 'issue' in event)]).toEqual([file, []])
      expect(said.length).toBeGreaterThan(3)
    }
  })

  it('tells what came and what went, in order', () => {
    expect(shortOf('kernel-6.18/mon.txt')).toEqual([
      [false, 'cc', '10.0.2.1'],
      [false, 'cc', '10.0.2.253'],
      [false, 'dd', '10.0.2.253'],
      [false, 'dd', '10.0.2.1'],
      [true, 'dd', '10.0.2.1'],
      [false, '00', '239.1.1.2'],
      [false, '00', '239.1.1.1'],
      [true, '00', '239.1.1.2'],
      [true, 'cc', '10.0.2.253'],
      [false, 'cc', '10.0.2.1'],
      [true, 'cc', '10.0.2.1'],
      [true, '00', '239.1.1.1'],
    ])
  })

  it('says the same with times before it', () => {
    expect(readAll('kernel-6.18/mon-t.txt')).toEqual(readAll('kernel-6.18/mon.txt'))
  })

  it('has the ages with -s', () => {
    expect(parseFdbMonitorLine('Deleted 02:00:00:00:00:cc dev vxlan0 dst 10.0.2.253 used 3/1 self ')).toEqual({
      deleted: true,
      aged: false,
      row: expect.objectContaining({ ifname: 'vxlan0', used: 3, updated: 1, flags: ['self'], state: '' }),
    })
  })

  it('is aged only when it is deleted and stale', () => {
    const aged = (line: string) => parseFdbMonitorLine(line)
    expect(aged('Deleted 02:00:00:00:00:aa dev vxlan0 dst 10.0.2.1 self stale')).toMatchObject({
      deleted: true,
      aged: true,
    })
    expect(aged('Deleted 02:00:00:00:00:aa dev vxlan0 dst 10.0.2.1 self ')).toMatchObject({
      deleted: true,
      aged: false,
    })
    expect(aged('02:00:00:00:00:aa dev host0 master br0 stale')).toMatchObject({ deleted: false, aged: false })
  })

  it('is nothing where it is blank or a time, and an issue where it can’t be read', () => {
    expect(parseFdbMonitorLine('')).toBeNull()
    expect(parseFdbMonitorLine('Timestamp: Sun Nov 22 13:59:19 2026 221752 usec')).toBeNull()
    expect(parseFdbMonitorLine('Deleted')).toEqual({ issue: 'Deleted' })
    expect(parseFdbMonitorLine('02:00:00:00:00:aa dev vxlan0 dst nowhere self ')).toEqual({
      issue: '02:00:00:00:00:aa dev vxlan0 dst nowhere self ',
    })
  })

  it('reads as the same line of a table does', () => {
    for (const line of linesOf('kernel-6.18/mon-d-s.txt').filter(text => text !== '' && !text.startsWith('Deleted'))) {
      expect(parseFdbMonitorLine(line)).toMatchObject({ row: parseFdbText(`${line}\n`).rows[0] })
    }
  })

  it('never throws, and is bounded', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 600 }), text => {
        const said = parseFdbMonitorLine(text)
        if (said !== null && 'issue' in said) expect(said.issue.length).toBeLessThanOrEqual(200)
      }),
      { seed: 42, numRuns: 300 },
    )
  })
})
