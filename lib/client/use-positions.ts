import { useCallback, useEffect, useState } from 'react'
import { z } from 'zod'
import type { XY } from './graph-types'

const KEY = 'vxscope.positions'
const Positions = z.record(z.string(), z.object({ x: z.number(), y: z.number() }))
export type Positions = Readonly<Record<string, XY>>

/** Where the user has put things, as this browser keeps it. */
export const readPositions = (): Positions => {
  try {
    const stored = Positions.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '{}'))
    return stored.success ? stored.data : {}
  } catch {
    return {}
  }
}

const store = (positions: Positions): void => {
  try {
    localStorage.setItem(KEY, JSON.stringify(positions))
  } catch {
    // A browser that keeps nothing loses what was dragged, and nothing else.
  }
}

/** Where the user has put things, by graph node; kept in this browser. `null` until it has been read. */
export const usePositions = () => {
  const [positions, setPositions] = useState<Positions | null>(null)
  useEffect(() => setPositions(readPositions()), [])
  const move = useCallback((id: string, to: XY) => setPositions(known => ({ ...known, [id]: to })), [])
  const keep = useCallback(() => {
    setPositions(known => {
      if (known !== null) store(known)
      return known
    })
  }, [])
  const forget = useCallback(() => {
    store({})
    setPositions({})
  }, [])
  return { positions, move, keep, forget }
}
