'use client'

import { Dialog } from '@base-ui/react/dialog'
import clsx from 'clsx'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useState } from 'react'
import { type Hit, hitsOfRows, searchOverlay } from '@/lib/client/search'
import { formatCount } from '@/lib/client/time'
import { useFdbRows, useOverlay } from '@/lib/client/use-api'
import { useUrl } from '@/lib/client/use-url'

const FDB_ROWS = 40

/** Hits of what is loaded and of the server's FDB, for one text. */
const useHits = (text: string) => {
  const { data: overlay } = useOverlay()
  const asked = useDeferredValue(text.trim())
  const fdb = useFdbRows(asked.length < 2 ? null : { q: asked, scope: 'overlay', limit: FDB_ROWS })
  return useMemo(() => {
    const near = overlay === undefined ? [] : searchOverlay(overlay, text)
    const rows = asked.length < 2 ? [] : (fdb.data?.rows ?? [])
    return { hits: [...near, ...hitsOfRows(rows, asked)], total: asked.length < 2 ? 0 : (fdb.data?.total ?? 0) }
  }, [overlay, text, asked, fdb.data])
}

interface BodyProps {
  onClose: () => void
}

const SearchBody = ({ onClose }: BodyProps) => {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const { hits, total } = useHits(text)
  const { go } = useUrl()
  const list = useId()
  const rows = text.trim() !== '' && total > 0 ? hits.length + 1 : hits.length
  const current = Math.min(at, Math.max(0, rows - 1))
  const open = (index: number) => {
    const hit = hits[index]
    onClose()
    if (hit === undefined) go('/fdb', { q: text.trim() })
    else if (hit.vni !== null) go('/', { vni: String(hit.vni), sel: null })
    else go('/', { sel: hit.selection })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(rows - 1, current + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, current - 1))
    else if (event.key === 'Enter' && rows > 0) open(current)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className="flex h-12 items-center gap-2 border-line border-b px-4">
        <Search aria-hidden className="size-4 text-ink-3" />
        <input
          aria-activedescendant={rows > 0 ? `${list}-${current}` : undefined}
          aria-controls={list}
          aria-expanded={rows > 0}
          aria-label="Search MAC, IP, node, VNI"
          autoComplete="off"
          className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
          onChange={event => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          placeholder="MAC in any notation, IP, node, VNI, device"
          role="combobox"
          spellCheck={false}
          value={text}
        />
        <kbd className="mono rounded border border-line px-1 text-ink-3">esc</kbd>
      </div>
      <div aria-label="Found" className="max-h-[50dvh] overflow-y-auto p-1.5" id={list} role="listbox">
        {hits.map((hit, i) => (
          <HitRow current={i === current} hit={hit} id={`${list}-${i}`} key={hit.id} onPick={() => open(i)} />
        ))}
        {rows > hits.length && (
          <Option current={current === hits.length} id={`${list}-${hits.length}`} onPick={() => open(hits.length)}>
            <span className="w-14 shrink-0 text-ink-3 text-small">FDB</span>
            <span>
              {total === 1 ? 'Show the one entry that matches' : `Show all ${formatCount(total)} entries that match`} “
              {text.trim()}”
            </span>
          </Option>
        )}
        {rows === 0 && <Nothing text={text} />}
      </div>
    </>
  )
}

const Nothing = ({ text }: { text: string }) => (
  <p className="px-2.5 py-3 text-ink-2">
    {text.trim() === ''
      ? 'Parts will do: “86:24”, “8624.26b2”, “10.0.2”, “vyos”, “42”.'
      : `Nothing matches “${text.trim()}”: no node, VTEP, VNI, group, device or FDB entry.`}
  </p>
)

interface OptionProps {
  id: string
  current: boolean
  onPick: () => void
  children: React.ReactNode
}

const Option = ({ id, current, onPick, children }: OptionProps) => (
  // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, which names the active option
  // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the combobox does the same
  <div
    aria-selected={current}
    className={clsx('flex min-h-9 cursor-pointer items-center gap-3 rounded px-2.5', current && 'bg-accent-soft')}
    id={id}
    onClick={onPick}
    role="option"
  >
    {children}
  </div>
)

const HitRow = ({ hit, ...option }: Omit<OptionProps, 'children'> & { hit: Hit }) => (
  <Option {...option}>
    <span className="w-14 shrink-0 text-ink-3 text-small">{hit.kind}</span>
    <span className={clsx('truncate', hit.kind !== 'node' && 'mono')}>{hit.label}</span>
    <span className="ml-auto truncate text-ink-2 text-small">{hit.detail}</span>
  </Option>
)

/** One search for everything; picking a hit goes there. */
export const SearchDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog.Root onOpenChange={next => !next && onClose()} open={open}>
    <Dialog.Portal>
      <Dialog.Backdrop className="fixed inset-0 z-40 bg-sunken/50" />
      <Dialog.Popup className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-lg border border-line-strong bg-surface shadow-high">
        <Dialog.Title className="sr-only">Search</Dialog.Title>
        <SearchBody onClose={onClose} />
        <Dialog.Close className="sr-only">Close search</Dialog.Close>
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
)
