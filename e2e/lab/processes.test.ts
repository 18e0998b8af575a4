import { describe, expect, it } from 'vitest'
import { identify, isAlive, parseStat } from './processes'

const fields = 'S 7 9 9 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 4711 2 3'

describe('parseStat', () => {
  it('reads name, parent and start time', () => {
    expect(parseStat(`9 (socat) ${fields}`)).toEqual({ name: 'socat', state: 'S', parent: 7, startTime: 4711 })
  })

  it('is not led astray by a name with brackets and blanks', () => {
    expect(parseStat(`9 (a) R 1 (b) ${fields}`)).toMatchObject({ name: 'a) R 1 (b', parent: 7, startTime: 4711 })
  })

  it('gives nothing for what is cut off', () => {
    expect(parseStat('9 (socat) S 7')).toBeUndefined()
  })
})

describe('isAlive', () => {
  it('knows a running process', () => {
    const self = identify(process.pid)
    expect(self && isAlive(self)).toBe(true)
  })

  it('takes a pid that another process has by now for dead', () => {
    const self = identify(process.pid)
    expect(self && isAlive({ ...self, startTime: self.startTime - 1 })).toBe(false)
    expect(self && isAlive({ ...self, bootId: 'another boot' })).toBe(false)
  })
})
