import { useEffect, useState } from 'react'

/** A value once it hasn't changed for `ms`. */
export const useQuiet = <T>(value: T, ms: number): T => {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
