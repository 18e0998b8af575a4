import { useCallback, useEffect, useState } from 'react'
import { usePastPending } from './use-past'
import type { Travel } from './use-travel'

/** A drag asks for where it is so often at most, and never while the last moment is still being told. */
const SETTLE_MS = 90
/** Longer than that nobody waits for an answer that may never come. */
const PATIENCE_MS = 4_000

/**
 * A handle that moves at once, and a moment that follows it: the last one wins, and the next is asked for when the one before
 * has been told. `held`: the hand is on it.
 */
export const useScrub = (shown: number | null, { to }: Pick<Travel, 'to'>) => {
  const [wanted, setWanted] = useState<{ at: number | null; sent: boolean } | null>(null)
  const [held, setHeld] = useState(false)
  const pending = usePastPending()
  useEffect(() => {
    if (wanted === null || (held && wanted.sent)) return
    if (wanted.sent && wanted.at === shown) return setWanted(null)
    if (wanted.sent) return
    const go = (): void => {
      setWanted({ at: wanted.at, sent: true })
      to(wanted.at)
    }
    const timer = setTimeout(go, pending && wanted.at !== null ? PATIENCE_MS : SETTLE_MS)
    return () => clearTimeout(timer)
  }, [wanted, held, shown, pending, to])
  // Whoever else changes the moment has the last word.
  useEffect(() => {
    setWanted(known => (known?.sent === true && known.at !== shown ? null : known))
  }, [shown])
  const scrub = useCallback((at: number | null) => setWanted({ at, sent: false }), [])
  const hold = useCallback(() => setHeld(true), [])
  const release = useCallback(() => setHeld(false), [])
  return { at: wanted === null ? shown : wanted.at, held, scrub, hold, release }
}
