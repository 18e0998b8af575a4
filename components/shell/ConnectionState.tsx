'use client'

import { Popover } from '@base-ui/react/popover'
import { formatExact } from '@/lib/client/time'
import { useOverlay } from '@/lib/client/use-api'
import { useConnection } from '@/lib/client/use-connection'
import { Dot, type Tone } from '../ui/Dot'

/** Where what is said may end: "live · 3 of 3 nodes", "2 of 3 nodes · live", "no server, stale since 14:02:11". */
const PARTS = /(?= · | nodes? · |, | since )/

/** A state and what stands behind it, which makes way where there is no room for both: nothing of it is cut in two. */
const State = ({ text, tone }: { text: string; tone: Tone }) => {
  const [word, ...rest] = text.split(PARTS)
  return (
    <span aria-live="polite" className="flex h-5 min-w-0 flex-wrap justify-end overflow-hidden tabular-nums">
      <span className="flex max-w-full items-center gap-2">
        <Dot tone={tone} />
        <span className="truncate">{word}</span>
      </span>
      {rest.map(part => (
        <span className="whitespace-pre" key={part}>
          {part}
        </span>
      ))}
    </span>
  )
}

/** How fresh everything on the screen is, in one line; the sentence behind it on a click. */
export const ConnectionState = () => {
  const { data } = useOverlay()
  const connection = useConnection()
  return (
    <Popover.Root>
      <Popover.Trigger className="flex h-8 min-w-0 items-center rounded-md px-2 hover:bg-sunken">
        <State text={connection.text} tone={connection.tone} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" className="z-50" sideOffset={6}>
          <Popover.Popup className="max-w-80 rounded-md border border-line bg-raised p-3 text-small shadow-high">
            <Popover.Description className="text-ink-2">{connection.detail}</Popover.Description>
            {data !== undefined && (
              <p className="mt-1.5 text-ink-3">
                Server’s clock at the last answer: {formatExact(Date.parse(data.now))}
              </p>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
