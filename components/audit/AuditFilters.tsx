'use client'

import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import { ACTION_WORD, type AuditFilter, auditFileUrl, isAuditFiltered, RESULT_WORD } from '@/lib/client/audit-filter'
import { useOverlay } from '@/lib/client/use-api'
import type { Params } from '@/lib/client/use-url'
import { AuditAction, AuditResult } from '@/lib/model/audit'
import { Button } from '../ui/Button'
import { MENU_ITEM, MenuPopup } from '../ui/MenuPopup'
import { Picker } from '../ui/Picker'

const asOption = (value: string) => ({ value, label: value })

const withOwn = (values: readonly string[], own: string | null): string[] =>
  [...new Set([...values, ...(own === null ? [] : [own])])].sort()

const Export = ({ filter }: { filter: AuditFilter }) => (
  <Menu.Root>
    <Menu.Trigger className="ml-auto flex h-8 items-center gap-1.5 rounded-md px-2 text-ink-2 hover:bg-sunken hover:text-ink">
      <Download aria-hidden className="size-4" />
      Export
    </Menu.Trigger>
    <MenuPopup width="min-w-56">
      <p className="px-2 py-1 text-ink-2 text-small">All entries that match</p>
      <Menu.Item className={MENU_ITEM} render={<a download href={auditFileUrl(filter, 'csv')} />}>
        CSV <span className="text-ink-3 text-small">for a spreadsheet</span>
      </Menu.Item>
      <Menu.Item className={MENU_ITEM} render={<a download href={auditFileUrl(filter, 'json')} />}>
        JSON <span className="text-ink-3 text-small">as the API answers</span>
      </Menu.Item>
    </MenuPopup>
  </Menu.Root>
)

interface Props {
  filter: AuditFilter
  /** Who did something of what is shown. */
  people: readonly string[]
  onChange: (changes: Params) => void
}

export const AuditFilters = ({ filter, people, onChange }: Props) => {
  const nodes = useOverlay().data?.nodes.map(({ name }) => name) ?? []
  return (
    <search className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
      <Picker
        all="everybody"
        label="Who"
        onChange={who => onChange({ who })}
        options={withOwn(people, filter.who).map(asOption)}
        value={filter.who ?? ''}
      />
      <Picker
        all="everything"
        label="What was done"
        onChange={action => onChange({ action })}
        options={AuditAction.options.map(value => ({ value, label: ACTION_WORD[value] }))}
        value={filter.action ?? ''}
      />
      <Picker
        all="all nodes"
        label="Node"
        onChange={node => onChange({ node })}
        options={withOwn(nodes, filter.node).map(asOption)}
        value={filter.node ?? ''}
      />
      <Picker
        all="any result"
        label="Result"
        onChange={result => onChange({ result })}
        options={AuditResult.options.map(value => ({ value, label: RESULT_WORD[value] }))}
        value={filter.result ?? ''}
      />
      {isAuditFiltered(filter) && (
        <Button look="ghost" onClick={() => onChange({ who: null, action: null, node: null, result: null })}>
          Clear
        </Button>
      )}
      <Export filter={filter} />
    </search>
  )
}
