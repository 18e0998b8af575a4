import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLinkJson, renderVxlanLine } from './index'

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, 'samples', file), 'utf8')
const STATES = ['S1', 'S3', 'S4']

describe('a vxlan device in its line form', () => {
  it.each([...STATES.map(state => `releases/${state}/v7.1.0`), 'captured/options/7.3'])(
    'is what ip -d link prints (%s)',
    folder => {
      const lines = parseLinkJson(read(`${folder}/ip-d-j-link-show.json`))
        .rows.map(renderVxlanLine)
        .filter(line => line !== '')
      const printed = read(`${folder}/ip-d-link-show.txt`).match(/^ {4}vxlan .*(?= addrgenmode| $)/gm) ?? []
      const devices = printed.map(line => line.trim().replace(/ addrgenmode.*/, ''))
      expect(lines).toEqual(
        devices.filter(line => !line.includes('6.6.6.6')).map(line => line.replace(' ttl inherit', '')),
      )
    },
  )

  it('is empty for a device of another kind', () => expect(renderVxlanLine({ ifindex: 1, ifname: 'lo' })).toBe(''))
})
