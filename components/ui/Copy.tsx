'use client'

import clsx from 'clsx'
import { Check } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

interface Props {
  text: string
  /** What is copied, in words: "MAC", "address". */
  what: string
  /** What is to be known of it, on hover. */
  hint?: string | undefined
  /** Shown in place of the text itself. */
  children?: React.ReactNode
  className?: string
}

const SHOWN_MS = 1_200
/** A longer text is not read out: `what` names it. */
const NAMED_LENGTH = 80

/** Text in the exact face that one click copies. */
export const Copy = ({ text, what, hint, children, className }: Props) => {
  const [copiedText, setCopiedText] = useState<string | null>(null)
  const copied = copiedText === text
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopiedText(text)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setCopiedText(null), SHOWN_MS)
    } catch {
      // No clipboard on a page that isn't secure: the text can still be marked by hand.
    }
  }
  const name = text.length > NAMED_LENGTH ? what : `${what} ${text}`
  return (
    <button
      aria-label={copied ? `${what} copied` : `Copy ${name}`}
      className={clsx(
        'group/copy mono relative inline-flex min-h-6 min-w-0 items-center rounded-[3px] text-left',
        !copied && 'copy-sign',
        className,
      )}
      onClick={copy}
      title={copied ? 'Copied' : [`Copy ${what}`, ...(hint === undefined ? [] : [hint])].join('. ')}
      type="button"
    >
      <span className="truncate group-hover/copy:underline group-hover/copy:decoration-line-strong group-hover/copy:underline-offset-4">
        {children ?? text}
      </span>
      {copied && <Check aria-hidden className="absolute left-full ml-0.5 size-3 text-ok" />}
    </button>
  )
}
