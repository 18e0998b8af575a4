'use client'

import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'

/** A word that explains itself in one line where it stands: on hover, focus or touch. */
export const Term = ({ children, means }: { children: ReactNode; means: string }) => (
  <Popover.Root>
    <Popover.Trigger
      className="rounded-[2px] text-left underline decoration-dotted decoration-line-strong underline-offset-[3px]"
      delay={250}
      openOnHover
    >
      {children}
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Positioner className="z-50" sideOffset={6}>
        <Popover.Popup className="max-w-72 rounded-md border border-line bg-raised px-3 py-2 text-small text-ink-2 shadow-high">
          <Popover.Description>{means}</Popover.Description>
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
)
