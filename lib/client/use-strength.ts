import { useCallback, useSyncExternalStore } from 'react'
import type { Lane } from './graph-types'
import { onTick, tickedMoment } from './ticker'
import { strengthOf } from './tunnel-strength'

const FULL = () => 1

/** The strength of colour of one or two lanes drawn as one line; drawn again only when it can be seen to differ. */
export const useStrength = (one: Lane | null, other: Lane | null): number => {
  const read = useCallback(() => {
    const lanes = [one, other].filter(lane => lane !== null)
    return Math.round(strengthOf(lanes, tickedMoment().age) * 50) / 50
  }, [one, other])
  return useSyncExternalStore(onTick, read, FULL)
}
