import { type Life, lifeOf, lifeThen, type Timing } from './life'
import { useMoment } from './use-moment'

/** The ring and the words for an entry's age at `now`, ms: as it is, or in the past as it was. */
export const useLife = (timing: Timing, now: number | null): Life => {
  const past = useMoment() !== null
  return past && now !== null ? lifeThen(timing, now) : lifeOf(timing, now)
}
