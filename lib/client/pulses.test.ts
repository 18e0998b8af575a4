import { describe, expect, it } from 'vitest'
import { pulsesOf } from './pulses'
import { anEvent, aRow, seedOverlay, UBUNTU_MAC, VYOS01_MAC } from './testing'

describe('pulsesOf', () => {
  it('runs from where the frame came from to the node it taught', () => {
    expect(pulsesOf(anEvent('learned', 0), seedOverlay(), null)).toEqual([
      { edge: 'edge:node:ubuntu|node:vyos01', from: 'node:vyos01' },
    ])
    const other = anEvent('learned', 0, { node: 'vyos01', row: aRow('vyos01', UBUNTU_MAC, '10.0.2.1') })
    expect(pulsesOf(other, seedOverlay(), null)).toEqual([
      { edge: 'edge:node:ubuntu|node:vyos01', from: 'node:ubuntu' },
    ])
  })

  it('is none for what no frame taught, nor in another VNI', () => {
    expect(pulsesOf(anEvent('gone', 0), seedOverlay(), null)).toEqual([])
    expect(pulsesOf(anEvent('learned', 0), seedOverlay(), 43)).toEqual([])
    const local = anEvent('learned', 0, { row: aRow('ubuntu', VYOS01_MAC, null) })
    expect(pulsesOf(local, seedOverlay(), null)).toEqual([])
  })
})
