'use client'

import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { forgetHits, keepHit, recentHits } from '@/lib/client/recent-hits'
import type { Hit } from '@/lib/client/search-hit'
import { formatCount, formatExact } from '@/lib/client/time'
import { useMoment } from '@/lib/client/use-moment'
import { useUrl } from '@/lib/client/use-url'
import { useListbox } from '../ui/use-listbox'
import { land } from './landing'
import { HitLines, Nothing, Option } from './SearchResults'
import { useSearch } from './use-search'

const HEADINGS: Record<Hit['kind'], string> = {
  MAC: 'MACs',
  VNI: 'VNIs',
  node: 'Nodes',
  VTEP: 'VTEPs',
  group: 'Multicast groups',
  device: 'Devices',
}

interface Group {
  name: string
  hits: readonly Hit[]
}

const SearchBody = ({ onClose }: { onClose: (gone: boolean) => void }) => {
  const [text, setText] = useState('')
  const [recent, setRecent] = useState(recentHits)
  const found = useSearch(text)
  const { go } = useUrl()
  const past = useMoment()
  const typed = text.trim()
  const groups: Group[] =
    typed === ''
      ? recent.length > 0
        ? [{ name: 'Recent', hits: recent }]
        : []
      : found.groups.map(({ kind, hits }) => ({ name: HEADINGS[kind], hits }))
  const hits = groups.flatMap(group => group.hits)
  const all = typed !== '' && found.total > 0
  const count = hits.length + (all ? 1 : 0)
  const open = (index: number) => {
    const hit = hits[index]
    if (hit === undefined && !all) return
    onClose(true)
    if (hit === undefined) go('/fdb', { q: found.q, scope: 'all' })
    else {
      keepHit(hit)
      go(hit.path, hit.params)
    }
    land(hit?.path ?? '/fdb')
  }
  const { field, list, current, optionId, toFirst } = useListbox(count, open)
  let index = 0
  return (
    <>
      <div className="flex h-12 items-center gap-2 border-line border-b px-4">
        <Search aria-hidden className="size-4 text-ink-3" />
        <input
          {...field}
          aria-expanded={count > 0}
          role="combobox"
          aria-label="Search MAC, IP, node, VNI"
          className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
          maxLength={200}
          onChange={event => {
            setText(event.target.value)
            toFirst()
          }}
          placeholder="MAC in any notation, IP, node, VNI, device"
          value={text}
        />
        <kbd className="mono rounded border border-line px-1 text-ink-3">esc</kbd>
      </div>
      {past !== null && (
        <p className="border-line border-b bg-past-soft px-4 py-1 text-past text-small">
          As it was at {formatExact(past)}
        </p>
      )}
      <div aria-label="Found" className="max-h-[56dvh] overflow-y-auto p-1.5" id={list} role="listbox">
        {groups.map(({ name, hits: own }) => (
          // biome-ignore lint/a11y/useSemanticElements: options are grouped by role, a fieldset is for controls
          <div aria-label={name} key={name} role="group">
            <div aria-hidden className="flex items-center px-2.5 pt-1.5 pb-0.5 text-ink-3 text-small">
              {name}
            </div>
            {own.map(hit => {
              const place = index++
              return (
                <Option current={place === current} id={optionId(place)} key={hit.id} onPick={() => open(place)}>
                  <HitLines hit={hit} />
                </Option>
              )
            })}
          </div>
        ))}
        {all && (
          <Option current={current === hits.length} id={optionId(hits.length)} onPick={() => open(hits.length)}>
            {found.total === 1
              ? 'Show the one FDB entry that matches'
              : `Show all ${formatCount(found.total)} FDB entries that match`}
          </Option>
        )}
      </div>
      <div aria-live="polite" className="px-1.5 pb-1.5 empty:hidden">
        {typed === '' && recent.length === 0 && (
          <p className="px-2.5 py-2 text-ink-2">Parts will do: “86:24”, “8624.26b2”, “10.0.2”, “vyos”, “42”.</p>
        )}
        {typed !== '' && count === 0 && found.busy && <p className="px-2.5 py-3 text-ink-3">Looking…</p>}
        {typed !== '' && count === 0 && !found.busy && found.fault === null && <Nothing text={text} />}
        {found.fault !== null && typed !== '' && <p className="px-2.5 py-2 text-bad">{found.fault}</p>}
      </div>
      {typed === '' && recent.length > 0 && (
        <button
          className="mb-1.5 ml-1.5 rounded px-2.5 py-1 text-ink-3 text-small hover:bg-sunken hover:text-ink"
          onClick={() => {
            forgetHits()
            setRecent([])
          }}
          type="button"
        >
          Forget these
        </button>
      )}
    </>
  )
}

interface Props {
  open: boolean
  onClose: () => void
}

/** One search for everything; picking a hit goes there. */
export const SearchDialog = ({ open, onClose }: Props) => {
  // Whoever has gone to another place has the focus there, and not back where the search was opened.
  const gone = useRef(false)
  const close = (away: boolean) => {
    gone.current = away
    onClose()
  }
  return (
    <Dialog.Root onOpenChange={next => !next && close(false)} open={open}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-sunken/50" />
        <Dialog.Popup
          finalFocus={() => !gone.current}
          className="fixed inset-x-3 top-[8dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-lg border border-line-strong bg-surface shadow-high md:top-[12dvh]"
        >
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          <SearchBody onClose={close} />
          <Dialog.Close className="sr-only focus-visible:not-sr-only focus-visible:px-4 focus-visible:py-2">
            Close search
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
