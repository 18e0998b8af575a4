import { describe, expect, it } from 'vitest'
import { aTunnel, aVtep, seedOverlay } from '../testing'
import { overlayDot } from './dot'

describe('overlayDot', () => {
  it('has nodes as clusters, groups as hexagons, and an edge for each way', () => {
    const dot = overlayDot(seedOverlay())
    expect(dot).toContain('label="vyos01"')
    expect(dot).toContain('"group:42:239.1.1.1" [label="239.1.1.1\\nVNI 42" shape=hexagon]')
    expect(dot).toContain('"vtep:10.0.2.1" -> "vtep:10.0.2.254" [label="VNI 42\\nlearned\\n1 MACs" style=solid]')
    expect(dot.match(/->/g)).toHaveLength(4 + 3)
  })

  it('makes one edge of tunnels in several VNIs', () => {
    const overlay = seedOverlay()
    overlay.tunnels = [42, 43, 44, 45].map(vni => aTunnel('10.0.2.1', '10.0.2.254', { vni, kinds: ['flood'] }))
    expect(overlayDot(overlay)).toContain('[label="4 VNIs\\nflood\\n4 MACs" style=dashed]')
  })

  it('keeps what a node is called inside its quotes', () => {
    const overlay = seedOverlay()
    overlay.vteps = [aVtep('10.0.2.1"] evil [\\', [])]
    expect(overlayDot(overlay)).toContain(
      '"vtep:10.0.2.1\\"] evil [\\\\" [label="10.0.2.1\\"] evil [\\\\\\nghost" style=dashed]',
    )
  })
})
