'use client'

import clsx from 'clsx'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { staleNodesOf, waysOf } from '@/lib/client/finding-words'
import { useMay } from '@/lib/client/use-me'
import type { Finding, ToldFinding } from '@/lib/model/finding'
import { ReadAt } from '../shared/ReadAt'
import { Badge } from '../ui/Badge'
import { CodeBlock } from '../ui/CodeBlock'
import { PageLink } from '../ui/PageLink'
import { FoundBefore } from './FoundBefore'
import { SilenceButton } from './SilenceButton'
import { SilencedBy } from './SilencedBy'

const ICON = { error: CircleAlert, warning: TriangleAlert, info: Info } as const
const INK = { error: 'text-bad', warning: 'text-warn', info: 'text-ink-3' } as const

const EvidenceLines = ({ evidence }: Pick<Finding, 'evidence'>) => (
  <ul aria-label="Evidence" className="space-y-1">
    {evidence.map(({ node, command, text, rendered }, index) => (
      <li
        className="grid gap-x-3 md:grid-cols-[96px_1fr]"
        // biome-ignore lint/suspicious/noArrayIndexKey: two nodes may print the very same line twice
        key={`${node} ${text} ${index}`}
      >
        <span className="truncate text-ink-2">{node}</span>
        <code
          className="mono min-w-0 text-ink [overflow-wrap:anywhere]"
          title={`${command}${rendered ? ', in iproute2’s line form' : ', as printed'}`}
        >
          {text}
        </code>
      </li>
    ))}
  </ul>
)

/** What isn't read now may be otherwise by now: how old each node's lines are. */
const StaleLines = ({ nodes }: { nodes: ReturnType<typeof staleNodesOf> }) => (
  <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-2">
    <Badge tone="warn">stale</Badge>
    {nodes.map(({ node, readAt }) => (
      <span key={node}>
        {node} isn’t read now: this stands on lines <ReadAt at={readAt} />.
      </span>
    ))}
  </p>
)

const Fix = ({ fix }: Pick<Finding, 'fix'>) => (
  <div className="space-y-2">
    {fix.map(({ node, commands }) => (
      <div key={node}>
        <p className="mb-1 text-ink-2 text-small">Mend it on {node}:</p>
        <CodeBlock code={commands.join('\n')} what={`commands for ${node}`} />
      </div>
    ))}
  </div>
)

/** One thing that is wrong: the verdict, since when, the lines of both sides, and what mends it. */
export const FindingCard = ({
  finding,
  means,
  cause,
  unread,
  about,
}: {
  finding: ToldFinding
  means: string
  cause: Finding | undefined
  /** Nodes that aren't read now. */
  unread: ReadonlySet<string>
  /** What it is about, where no title above says so. */
  about?: string | undefined
}) => {
  const mayChange = useMay('operator')
  const { severity, verdict, evidence, fix, since, subject, check, silence, times, before } = finding
  const Icon = ICON[severity]
  const { graph, fdb } = waysOf(subject)
  const stale = staleNodesOf(finding, unread)
  return (
    <article className={clsx('border-line border-b px-4 py-3', cause !== undefined && 'md:pl-10')}>
      <div className="flex items-start gap-2.5">
        <Icon aria-label={severity} className={clsx('mt-0.5 size-4 shrink-0', INK[severity])} role="img" />
        <div className="min-w-0 flex-1 space-y-2.5">
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <h3 className="min-w-0 flex-1 basis-80 font-medium [overflow-wrap:anywhere]">{verdict}</h3>
            <p className="shrink-0 text-ink-2 text-small">
              <ReadAt at={since} word="found" />
            </p>
          </div>
          {silence !== null && <SilencedBy silence={silence} />}
          <p className="text-ink-2">{cause === undefined ? means : `Merely follows from: ${cause.verdict}`}</p>
          {stale.length > 0 && <StaleLines nodes={stale} />}
          {evidence.length > 0 && <EvidenceLines evidence={evidence} />}
          {fix.length > 0 && <Fix fix={fix} />}
          <FoundBefore before={before} times={times} />
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small">
            <PageLink href={graph}>Graph</PageLink>
            {fdb !== null && <PageLink href={fdb}>FDB entries</PageLink>}
            {subject.startsWith('node:') && (
              <PageLink href={`/nodes/${encodeURIComponent(subject.slice('node:'.length))}`}>Node</PageLink>
            )}
            {silence === null && cause === undefined && mayChange && <SilenceButton finding={finding} />}
            <span className="mono text-ink-3">{about === undefined ? check : `${check}, ${about}`}</span>
          </p>
        </div>
      </div>
    </article>
  )
}
