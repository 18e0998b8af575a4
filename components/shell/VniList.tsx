'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { Search } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { vniColour } from '@/lib/client/palette'
import { formatCount } from '@/lib/client/time'
import { findVnis, type VniEntry } from '@/lib/client/vni-list'
import { Dot } from '../ui/Dot'
import { useListbox } from '../ui/use-listbox'

const ROW = 44
const COLUMNS = 'grid grid-cols-[auto_1fr_4.5rem_4.5rem] items-center gap-x-3 px-3'

interface Props {
  list: readonly VniEntry[]
  picked: number | null
  onPick: (vni: number | null) => void
}

const Row = ({
  entry,
  current,
  picked,
  id,
  onPick,
}: {
  entry: VniEntry
  current: boolean
  picked: boolean
  id: string
  onPick: () => void
}) => (
  // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, which names the active option
  // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the combobox does the same
  <div
    aria-selected={picked}
    className={clsx(COLUMNS, 'h-11 cursor-pointer', current && 'bg-accent-soft', picked && 'font-semibold')}
    id={id}
    onClick={onPick}
    role="option"
  >
    <span aria-hidden className="size-2.5 rounded-[2px]" style={{ background: vniColour(entry.vni) }} />
    <span className="min-w-0">
      <span className="mono block">{entry.vni}</span>
      <span className="flex items-center gap-1.5 truncate font-normal text-ink-2 text-small">
        <Dot tone={entry.tone} />
        {entry.health}
      </span>
    </span>
    <span className="mono text-right">{formatCount(entry.members)}</span>
    <span className="mono text-right">{formatCount(entry.macs)}</span>
  </div>
)

/** All VNIs with their health, to search and pick from. */
export const VniList = ({ list, picked, onPick }: Props) => {
  const [text, setText] = useState('')
  const found = useMemo(() => findVnis(list, text), [list, text])
  const scroller = useRef<HTMLDivElement>(null)
  const {
    field,
    list: id,
    current,
    optionId,
    toFirst,
  } = useListbox(found.length, index => {
    const entry = found[index]
    if (entry !== undefined) onPick(entry.vni)
  })
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    initialRect: { width: 360, height: 352 },
  })
  useEffect(() => {
    if (found.length > 0) rows.scrollToIndex(current)
  }, [current, found.length, rows])
  return (
    <>
      <div className="flex h-10 items-center gap-2 rounded-t-md border-line border-b px-3 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent has-[input:focus-visible]:-outline-offset-2">
        <Search aria-hidden className="size-4 text-ink-3" />
        <input
          {...field}
          aria-expanded
          role="combobox"
          aria-label="Find a VNI by its number or health"
          className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
          onChange={event => {
            setText(event.target.value)
            toFirst()
          }}
          placeholder="Number, or “one-way”, “not reached”"
          value={text}
        />
        <button
          aria-pressed={picked === null}
          className="rounded px-1.5 text-accent hover:underline disabled:text-ink-3"
          disabled={picked === null}
          onClick={() => onPick(null)}
          type="button"
        >
          all
        </button>
      </div>
      <p aria-hidden className={clsx(COLUMNS, 'h-7 text-ink-3 text-small')}>
        <span className="size-2.5" />
        <span>VNI</span>
        <span className="text-right">members</span>
        <span className="text-right">MACs</span>
      </p>
      <div aria-label="VNIs" className="max-h-[22rem] overflow-y-auto" id={id} ref={scroller} role="listbox">
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const entry = found[index]
            return entry === undefined ? null : (
              <div className="absolute inset-x-0 top-0" key={entry.vni} style={{ transform: `translateY(${start}px)` }}>
                <Row
                  current={index === current}
                  entry={entry}
                  id={optionId(index)}
                  onPick={() => onPick(entry.vni)}
                  picked={entry.vni === picked}
                />
              </div>
            )
          })}
        </div>
        {found.length === 0 && <p className="px-3 py-2 text-ink-2">No VNI matches “{text.trim()}”.</p>}
      </div>
    </>
  )
}
