'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { type ReactNode, type RefObject, useRef } from 'react'
import { Button } from './Button'

interface Props {
  open: boolean
  title: string
  children: ReactNode
  /** What is done, in a word or two. */
  action: string
  look?: 'primary' | 'danger'
  busy?: boolean
  /** What has the focus at first, in place of the way back: where something is to be filled in. */
  focus?: RefObject<HTMLElement | null>
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something is done. The way back has the focus. */
export const ConfirmDialog = ({
  open,
  title,
  children,
  action,
  look = 'primary',
  busy,
  focus,
  onConfirm,
  onClose,
}: Props) => {
  const back = useRef<HTMLButtonElement>(null)
  return (
    <Base.Root onOpenChange={next => !next && onClose()} open={open}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-sunken/60" />
        <Base.Popup
          className="fixed inset-x-3 top-[18dvh] z-50 mx-auto max-w-md rounded-lg border border-line-strong bg-surface p-5 shadow-high"
          initialFocus={focus ?? back}
        >
          <Base.Title className="font-semibold text-title">{title}</Base.Title>
          <Base.Description className="mt-2 space-y-2 text-ink-2" render={<div />}>
            {children}
          </Base.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Button onClick={onClose} ref={back}>
              Cancel
            </Button>
            <Button disabled={busy} look={look} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
