/** RFC 7432 §15.1: so many moves within so long are no mobility but a duplicate MAC or a loop. */
export interface FlapRule {
  moves: number
  /** ms */
  within: number
}

export const RFC_7432: FlapRule = { moves: 5, within: 180_000 }

/** What is kept of one MAC's moves. */
export interface Flaps {
  /** Times of the latest moves, oldest first; no more than the rule asks for. */
  readonly moved: readonly number[]
  /** An episode is on: it was told of, and ends when there was no move for as long as the rule looks back. */
  readonly flapping: boolean
}

export const STEADY: Flaps = { moved: [], flapping: false }

/** Counts a move at `at` (ms). `begins`: with it an episode begins, which is told of once. */
export const countMove = (
  { moved, flapping }: Flaps,
  at: number,
  rule: FlapRule,
): { flaps: Flaps; begins: boolean } => {
  const last = moved.at(-1)
  const goesOn = flapping && last !== undefined && at - last <= rule.within
  const recent = [...moved.filter(time => at - time <= rule.within), at].slice(-rule.moves)
  const enough = recent.length >= rule.moves
  return { flaps: { moved: recent, flapping: goesOn || enough }, begins: enough && !goesOn }
}
