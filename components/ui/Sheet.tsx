'use client'

import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'

interface Props {
  open: boolean
  title: string
  onClose: () => void
  children: ReactNode
}

/** A panel from the bottom of a small screen, over what it belongs to. */
export const Sheet = ({ open, title, onClose, children }: Props) => {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Dialog.Root onOpenChange={next => !next && onClose()} open={open}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-sunken/60" />
        <Dialog.Popup
          initialFocus={popup}
          ref={popup}
          className="fixed inset-x-0 bottom-0 z-50 flex max-h-[82dvh] flex-col rounded-t-xl border-line border-t bg-surface shadow-high outline-none"
        >
          <div className="flex items-center justify-between px-4 pt-2">
            <Dialog.Title className="text-ink-3 text-small">{title}</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="grid size-9 place-items-center rounded-md text-ink-2 hover:bg-sunken"
            >
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </div>
          <div className="min-h-0 overflow-y-auto pb-6">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
