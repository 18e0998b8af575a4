'use client'

import clsx from 'clsx'
import { memo } from 'react'
import { ACTION_WORD, RESULT_WORD } from '@/lib/client/audit-filter'
import { formatClock, formatExact } from '@/lib/client/time'
import type { AuditEntry, AuditResult } from '@/lib/model/audit'
import { PageLink } from '../ui/PageLink'

const INK: Record<AuditResult, string> = {
  begun: 'text-ink-2',
  ok: 'text-ok',
  undone: 'text-warn',
  failed: 'text-bad',
  refused: 'text-bad',
}

const Block = ({ title, text }: { title: string; text: string }) => (
  <section aria-label={title}>
    <h3 className="text-ink-3 text-small">{title}</h3>
    <pre
      className="mono mt-1 max-h-80 overflow-auto whitespace-pre-wrap rounded-md border border-line bg-sunken p-2 [overflow-wrap:anywhere]"
      // Scrolled by keys, too.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, a region that scrolls
      tabIndex={0}
    >
      {text}
    </pre>
  </section>
)

const commandsOf = ({ commands }: AuditEntry): string => {
  const nodes = [...new Set(commands.map(({ node }) => node))]
  return nodes
    .map(node => {
      const own = commands.filter(command => command.node === node).map(({ command }) => command)
      return [`# ${node}`, ...own].join('\n')
    })
    .join('\n\n')
}

const Details = ({ entry }: { entry: AuditEntry }) => (
  <div className="grid gap-3 pt-1 pb-2 md:col-span-full md:pl-[88px]">
    {entry.plan !== null && <p className="mono text-ink-2 text-small">plan {entry.plan.digest}</p>}
    {entry.commands.length > 0 && <Block text={commandsOf(entry)} title="Commands" />}
    {entry.output !== '' && <Block text={entry.output} title={entry.commands.length > 0 ? 'Output' : 'In words'} />}
  </div>
)

/** One thing that was done: when, by whom, from where, what, to which nodes, and what came of it. */
export const AuditRow = memo(({ entry }: { entry: AuditEntry }) => {
  const at = Date.parse(entry.at)
  const hasMore = entry.plan !== null || entry.commands.length > 0 || entry.output !== ''
  const short = entry.output.split('\n', 1)[0] ?? ''
  return (
    <li className="border-line border-b px-4 py-1.5 hover:bg-raised md:py-[5px]">
      <div className="grid grid-cols-[62px_minmax(0,1fr)_auto] items-baseline gap-x-3 gap-y-0.5 md:grid-cols-[72px_150px_150px_170px_76px_minmax(0,1fr)] md:gap-x-4">
        <time className="mono text-ink-2" dateTime={entry.at} title={formatExact(at)}>
          {formatClock(at)}
        </time>
        <span className="truncate font-medium max-md:col-start-2 max-md:row-start-2" title={entry.who}>
          {entry.who}{' '}
          {entry.via !== null && entry.via !== entry.who && (
            <span className="font-normal text-ink-3 text-small">{entry.via}</span>
          )}
        </span>
        <span className="mono truncate text-ink-2 max-md:col-start-3 max-md:row-start-2 max-md:text-right">
          {entry.from ?? '–'}
        </span>
        <span className="max-md:col-start-2 max-md:row-start-1">{ACTION_WORD[entry.action]}</span>
        <span
          className={clsx('font-medium max-md:col-start-3 max-md:row-start-1 max-md:text-right', INK[entry.result])}
        >
          {RESULT_WORD[entry.result]}
        </span>
        <span className="min-w-0 truncate empty:hidden max-md:col-span-2 max-md:col-start-2 max-md:row-start-3">
          {entry.nodes.slice(0, 4).map(node => (
            <span className="mr-2" key={node}>
              <PageLink href={`/nodes/${encodeURIComponent(node)}`}>{node}</PageLink>
            </span>
          ))}
          {entry.nodes.length > 4 && <span className="mr-2 text-ink-2">and {entry.nodes.length - 4} more</span>}
          {entry.nodes.length === 0 && short !== '' && <span className="text-ink-2">{short}</span>}
        </span>
      </div>
      {hasMore && (entry.nodes.length > 0 || entry.output.length > short.length) && (
        <details>
          <summary className="w-fit cursor-pointer text-ink-3 text-small hover:text-ink max-md:ml-[74px] md:ml-[88px]">
            What exactly
          </summary>
          <Details entry={entry} />
        </details>
      )}
    </li>
  )
})
