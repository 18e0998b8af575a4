import type { Overlay, Tunnel } from '@/lib/model/overlay'

const NONE: Tunnel['evidence'] = []

export const withoutEvidence = (tunnel: Tunnel): Tunnel => ({ ...tunnel, evidence: NONE })

/** An overlay without the lines its tunnels were read from, which are nine tenths of it. */
export const lightOverlay = (overlay: Overlay): Overlay => ({
  ...overlay,
  tunnels: overlay.tunnels.map(withoutEvidence),
})
