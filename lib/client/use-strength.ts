import { useCallback, useSyncExternalStore } from 'react'
import type { Lane } from './graph-types'
import { onTick, tickedMoment } from './ticker'
import { strengthOf } from './tunnel-strength'
import { useMoment } from './use-moment'

const FULL = () => 1

/** An entry that should have gone by then was refreshed, nobody knows when: its tunnel is drawn as one whose end isn't known. */
const laneThen = (lane: Lane, at: number): Lane =>
  lane.life !== null && lane.life.expiresAt <= at ? { ...lane, life: null } : lane

/** The strength of colour of one or two lanes drawn as one line; drawn again only when it can be seen to differ. */
export const useStrength = (one: Lane | null, other: Lane | null): number => {
  const at = useMoment()
  const read = useCallback(() => {
    const lanes = [one, other].flatMap(lane => (lane === null ? [] : [at === null ? lane : laneThen(lane, at)]))
    return Math.round(strengthOf(lanes, at ?? tickedMoment().age) * 50) / 50
  }, [one, other, at])
  return useSyncExternalStore(onTick, read, FULL)
}
