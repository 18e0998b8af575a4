import { useEffect, useRef, useState } from 'react'

/** A value that changes no more often than every `ms`, the last one always coming through; 0 lets every one through at once. */
export const useSettled = <T>(value: T, ms: number): T => {
  const [settled, setSettled] = useState(value)
  const newest = useRef(value)
  const takenAt = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    newest.current = value
    if (timer.current !== undefined) return
    const take = () => {
      timer.current = undefined
      takenAt.current = performance.now()
      setSettled(newest.current)
    }
    const wait = takenAt.current + ms - performance.now()
    if (wait <= 0) take()
    else timer.current = setTimeout(take, wait)
  }, [value, ms])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return ms === 0 ? value : settled
}
