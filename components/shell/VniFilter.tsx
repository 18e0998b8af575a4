'use client'

import { Popover } from '@base-ui/react/popover'
import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { vniColour } from '@/lib/client/palette'
import { useOverlay } from '@/lib/client/use-api'
import { useSettled } from '@/lib/client/use-settled'
import { useUrl, vniOfParams } from '@/lib/client/use-url'
import { listVnis } from '@/lib/client/vni-list'
import type { Overlay } from '@/lib/model/overlay'
import { VniList } from './VniList'

const SIDE_BY_SIDE = 4
/** On a phone more of them would take the room of the connection's state. */
const SIDE_BY_SIDE_ON_PHONE = 1

const Swatch = ({ vni }: { vni: number }) => (
  <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />
)

const VniPopover = ({
  overlay,
  picked,
  pick,
  className,
}: {
  overlay: Overlay | undefined
  picked: number | null
  pick: (vni: number | null) => void
  className?: string
}) => {
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root onOpenChange={setOpen} open={open}>
      <Popover.Trigger
        aria-label={picked === null ? 'VNI: all' : `VNI: ${picked}`}
        className={clsx(
          'flex h-8 items-center gap-2 rounded-md border border-line bg-raised px-2.5 hover:border-line-strong',
          className,
        )}
      >
        <span className="text-ink-2">VNI</span>
        <span className="mono flex items-center gap-1.5">
          {picked !== null && <Swatch vni={picked} />}
          {picked ?? `all ${overlay?.vnis.length ?? ''}`}
        </span>
        <ChevronDown aria-hidden className="size-3.5 text-ink-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="start" className="z-50" sideOffset={6}>
          <Popover.Popup className="w-[min(24rem,calc(100vw-1.5rem))] overflow-hidden rounded-md border border-line-strong bg-raised shadow-high">
            <Popover.Title className="sr-only">Pick a VNI</Popover.Title>
            {open && overlay !== undefined && (
              <OpenList
                onPick={vni => {
                  setOpen(false)
                  pick(vni)
                }}
                overlay={overlay}
                picked={picked}
              />
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

const CALM_MS = 1_000

/** The list is made while it is looked at, and not more often than it can be read. */
const OpenList = ({
  overlay,
  ...rest
}: {
  overlay: Overlay
  picked: number | null
  onPick: (vni: number | null) => void
}) => {
  const settled = useSettled(overlay, CALM_MS)
  const list = useMemo(() => listVnis(settled), [settled])
  return <VniList list={list} {...rest} />
}

/** Picks the VNI that the overlay page shows: a few side by side, many in a list. */
export const VniFilter = () => {
  const { data } = useOverlay()
  const { params, change } = useUrl()
  const picked = vniOfParams(params)
  const known = data?.vnis.map(one => one.vni) ?? []
  const vnis = picked === null || known.includes(picked) ? known : [...known, picked]
  if (vnis.length === 0)
    return (
      <span aria-hidden className="font-semibold text-title">
        Overlay
      </span>
    )
  const pick = (vni: number | null) => change({ vni: vni === null ? null : String(vni) })
  if (vnis.length > SIDE_BY_SIDE) return <VniPopover overlay={data} pick={pick} picked={picked} />
  const crowded = vnis.length > SIDE_BY_SIDE_ON_PHONE
  return (
    <>
      {crowded && <VniPopover className="sm:hidden" overlay={data} pick={pick} picked={picked} />}
      <fieldset aria-label="VNI" className={clsx('flex shrink-0 items-center gap-2', crowded && 'max-sm:hidden')}>
        <span aria-hidden className="hidden text-ink-2 sm:inline">
          VNI
        </span>
        <span className="flex h-8 items-stretch rounded-md border border-line bg-raised p-0.5">
          {[null, ...vnis].map(vni => (
            <button
              aria-label={vni === null ? 'All VNIs' : `VNI ${vni}`}
              aria-pressed={vni === picked}
              className={clsx(
                'mono flex items-center gap-1.5 rounded-[4px] px-2',
                vni === picked ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:text-ink',
              )}
              key={vni ?? 'all'}
              onClick={() => pick(vni)}
              type="button"
            >
              {vni !== null && <Swatch vni={vni} />}
              {vni ?? 'all'}
            </button>
          ))}
        </span>
      </fieldset>
    </>
  )
}
