'use client'

import clsx from 'clsx'
import { Check, Copy as CopyIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

interface Props {
  text: string
  /** What is copied, in words: "MAC", "address". */
  what: string
  /** Shown in place of the text itself. */
  children?: React.ReactNode
  className?: string
}

const SHOWN_MS = 1_200
/** A longer text is not read out: `what` names it. */
const NAMED_LENGTH = 80

/** Text in the exact face that one click copies. */
export const Copy = ({ text, what, children, className }: Props) => {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setCopied(false), SHOWN_MS)
    } catch {
      // No clipboard on a page that isn't secure: the text can still be marked by hand.
    }
  }
  const Icon = copied ? Check : CopyIcon
  const name = text.length > NAMED_LENGTH ? what : `${what} ${text}`
  return (
    <button
      aria-label={copied ? `${what} copied` : `Copy ${name}`}
      className={clsx(
        'group/copy mono relative inline-flex min-h-6 min-w-0 items-center rounded-[3px] text-left',
        className,
      )}
      onClick={copy}
      title={copied ? 'Copied' : `Copy ${what}`}
      type="button"
    >
      <span className="truncate group-hover/copy:underline group-hover/copy:decoration-line-strong group-hover/copy:underline-offset-4">
        {children ?? text}
      </span>
      <Icon
        aria-hidden
        className={clsx(
          'absolute left-full ml-0.5 size-3',
          copied ? 'text-ok' : 'text-ink-3 opacity-0 group-hover/copy:opacity-100 group-focus-visible/copy:opacity-100',
        )}
      />
    </button>
  )
}
