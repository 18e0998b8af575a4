import { useEffect, useRef, useState } from 'react'

/** Typing goes on within this; the answer itself takes the server a few ms. */
const SETTLE_MS = 60

/** A text that is being typed, told as `q` when typing pauses; a `q` from elsewhere takes its place. */
export const useQueryText = (q: string, onChange: (q: string) => void): [string, (text: string) => void] => {
  const [text, setText] = useState(q)
  const sent = useRef(q)
  useEffect(() => {
    if (q === sent.current) return
    sent.current = q
    setText(q)
  }, [q])
  useEffect(() => {
    const trimmed = text.trim()
    if (trimmed === sent.current) return
    const timer = setTimeout(() => {
      sent.current = trimmed
      onChange(trimmed)
    }, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return [text, setText]
}
