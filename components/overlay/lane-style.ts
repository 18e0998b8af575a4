import type { Lane } from '@/lib/client/graph-types'
import { vniColour } from '@/lib/client/palette'
import { plural } from '@/lib/client/time'
import { TUNNEL_WORD } from '@/lib/client/words'

/** How the line of a reason is drawn: the one place that says it, for edges and legend alike. */
export interface LaneStyle {
  dash: string | undefined
  double: boolean
  diamond: boolean
}

export const laneStyle = (kind: Lane['kind']): LaneStyle => ({
  dash: kind === 'remote' || kind === 'flood' ? '7 5' : undefined,
  double: kind === 'static',
  diamond: kind === 'extern',
})

export const laneColour = (lane: Lane | null, vnis: readonly number[]): string => {
  if (lane !== null && lane.state !== 'live') return 'var(--ink-3)'
  const [only] = vnis
  return vnis.length === 1 && only !== undefined ? vniColour(only) : 'var(--ink-2)'
}

const MAX_EXTRA = 3

/** Width of a line by how many MACs stand behind it: grows with their logarithm, and no further than is calm. */
export const laneWidth = (macs: number): number => 1.75 + Math.min(MAX_EXTRA, Math.log2(1 + macs) * 0.5)

/** What stands at an edge: its reason, MACs, and what is wrong with it. */
export const laneText = (lanes: readonly Lane[], vnis: readonly number[], macs: number): string => {
  const kinds = new Set(lanes.map(lane => lane.kind))
  const words = vnis.length > 1 ? [`${vnis.length} VNIs`] : [...kinds].map(kind => TUNNEL_WORD[kind])
  if (macs > 0) words.push(plural(macs, 'MAC'))
  if (lanes.some(lane => lane.oneWay)) words.push('one-way')
  if (lanes.every(lane => lane.state !== 'live')) words.push(lanes[0]?.state ?? 'stale')
  return words.join(' · ')
}
