import { useEffect, useRef, useState } from 'react'

/** The least between two texts that are told: a first letter is told at once, those of quick typing together. */
const APART_MS = 60

/** A text that is being typed, told as `q` as it grows; a `q` from elsewhere takes its place. */
export const useQueryText = (q: string, onChange: (q: string) => void): [string, (text: string) => void] => {
  const [text, setText] = useState(q)
  const sent = useRef(q)
  const sentAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    if (q === sent.current) return
    sent.current = q
    setText(q)
  }, [q])
  useEffect(() => {
    const trimmed = text.trim()
    if (trimmed === sent.current) return
    const tell = (): void => {
      sent.current = trimmed
      sentAt.current = performance.now()
      onChange(trimmed)
    }
    const wait = sentAt.current + APART_MS - performance.now()
    if (wait <= 0) return tell()
    const timer = setTimeout(tell, wait)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return [text, setText]
}
