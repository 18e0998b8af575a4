import type { Lane } from './graph-types'

/** A line about to go is still seen. */
const FAINTEST = 0.32

/** The strength of colour of lanes drawn as one line: the life left of the freshest entry, 1 where no end is known. */
export const strengthOf = (lanes: readonly Lane[], now: number | null): number => {
  if (now === null) return 1
  const left = lanes.map(({ life }) =>
    life === null ? 1 : Math.max(0, Math.min(1, (life.expiresAt - now) / (life.ageing * 1000))),
  )
  return FAINTEST + (1 - FAINTEST) * Math.max(0, ...left)
}
