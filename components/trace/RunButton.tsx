'use client'

import { type LucideIcon, Square } from 'lucide-react'
import { Button } from '../ui/Button'

interface Props {
  name: string
  icon: LucideIcon
  look?: 'plain' | 'primary'
  running: boolean
  /** Why it can't be begun; `null`: it can. */
  whyNot: string | null
  onStart: () => void
  onStop: () => void
}

/** Begins what takes its time, and ends it while it runs. */
export const RunButton = ({ name, icon: Icon, look = 'plain', running, whyNot, onStart, onStop }: Props) =>
  running ? (
    <Button onClick={onStop}>
      <Square aria-hidden className="size-3.5" />
      Stop
    </Button>
  ) : (
    <Button disabled={whyNot !== null} look={look} onClick={onStart} title={whyNot ?? undefined}>
      <Icon aria-hidden className="size-4" />
      {name}
    </Button>
  )
