'use client'

import { summaryOf, titleOfChange } from '@/lib/client/vxlan/change-words'
import { useChanges } from '@/lib/client/vxlan/use-changes'
import { ReadAt } from '../shared/ReadAt'
import { Dot, type Tone } from '../ui/Dot'
import { PageLink } from '../ui/PageLink'

const SHOWN = 8
const DOT: Record<ReturnType<typeof summaryOf>['tone'], Tone> = {
  ...{ idle: 'idle', busy: 'accent', held: 'accent', ok: 'ok', warn: 'warn', bad: 'bad' },
}

/** Changes of late with how they ended; nothing where there were none. */
export const RecentChanges = () => {
  const changes = useChanges()
  if (changes.length === 0) return null
  return (
    <section aria-label="Changes of late" className="border-line border-b px-4 py-3">
      <h2 className="mb-1 font-medium text-ink-2 text-small">Changes of late</h2>
      <ul>
        {changes.slice(0, SHOWN).map(change => {
          const { tone, title } = summaryOf(change)
          return (
            <li className="flex min-h-7 flex-wrap items-center gap-x-3" key={change.id}>
              <span className="flex items-center gap-2">
                <Dot tone={DOT[tone]} />
                <PageLink href={`/vxlan/changes/${change.id}`}>{titleOfChange(change)}</PageLink>
              </span>
              <span className="text-ink-2">{title}</span>
              <span className="text-ink-3 sm:ml-auto text-small">
                {change.who}, <ReadAt at={change.at} word="" />
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
