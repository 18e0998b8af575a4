'use client'

import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import { type FdbRequest, fdbUrl } from '@/lib/client/fdb-query'
import { formatCount, plural } from '@/lib/client/time'
import { EXPORT_LIMIT } from '@/lib/model/api'
import { MENU_ITEM, MenuPopup } from '../ui/MenuPopup'

const FORMATS = [
  { format: 'csv', name: 'CSV', means: 'for a spreadsheet' },
  { format: 'json', name: 'JSON', means: 'as the API answers' },
] as const

/** What is shown as a file: the same filter, order and moment, every entry that matches. */
export const ExportMenu = ({ request, total }: { request: FdbRequest; total: number }) => (
  <Menu.Root>
    <Menu.Trigger
      aria-label="Export"
      className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2 text-ink-2 hover:bg-sunken hover:text-ink disabled:opacity-50"
      disabled={total === 0}
    >
      <Download aria-hidden className="size-4" />
      <span className="hidden sm:inline">Export</span>
    </Menu.Trigger>
    <MenuPopup width="min-w-56">
      <p className="px-2 py-1 text-ink-2 text-small tabular-nums">
        {total > EXPORT_LIMIT
          ? `The first ${formatCount(EXPORT_LIMIT)} of ${plural(total, 'entry', 'entries')}: narrow the filter for the others`
          : `${plural(total, 'entry', 'entries')}, filtered and sorted as shown`}
      </p>
      {FORMATS.map(({ format, name, means }) => (
        <Menu.Item className={MENU_ITEM} key={format} render={<a download href={fdbUrl({ ...request, format })} />}>
          {name}
          <span className="text-ink-3 text-small">{means}</span>
        </Menu.Item>
      ))}
    </MenuPopup>
  </Menu.Root>
)
