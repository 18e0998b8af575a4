'use client'

import { formatCount } from '@/lib/client/time'
import { useNode, useRowCount } from '@/lib/client/use-api'
import { useMay } from '@/lib/client/use-me'
import { PLATFORM, statusOf, watchWords } from '@/lib/client/words'
import type { Node } from '@/lib/model/overlay'
import { ReadAt } from '../shared/ReadAt'
import { Copy } from '../ui/Copy'
import { Dot } from '../ui/Dot'
import { ErrorLine } from '../ui/ErrorLine'
import { PageLink } from '../ui/PageLink'
import { Skeleton } from '../ui/Skeleton'
import { BackToNodes } from './BackToNodes'
import { LinksTable } from './LinksTable'
import { NodeActions } from './NodeActions'
import { NodeProblem } from './NodeProblem'
import { NoNode } from './NoNode'
import { RawOutputs } from './RawOutputs'

const Stat = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-ink-3 text-small">{name}</dt>
    <dd className="flex h-6 min-w-0 items-center truncate">{children}</dd>
  </div>
)

const Head = ({ node, rows }: { node: Node; rows: number | null }) => {
  const status = statusOf(node)
  const mayEdit = useMay('admin')
  return (
    <header className="border-line border-b px-4 py-4">
      <BackToNodes />
      <h2 className="mt-1 flex items-center gap-3 font-semibold text-title">
        {node.name}
        <span className="flex items-center gap-1.5 font-normal text-base">
          <Dot tone={status.tone} />
          {status.word}
        </span>
      </h2>
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-3 lg:grid-cols-8">
        <Stat name="platform">{node.os ?? PLATFORM[node.platform]}</Stat>
        <Stat name="kernel">
          <span className="mono">{node.kernel ?? '–'}</span>
        </Stat>
        <Stat name="iproute2">
          <span className="mono">{node.iproute2 ?? '–'}</span>
        </Stat>
        <Stat name="host">
          <Copy text={node.host} what="host" />
        </Stat>
        <Stat name="last reading">
          <ReadAt at={node.readAt} word="" />
        </Stat>
        <Stat name="changes are seen">{watchWords(node)}</Stat>
        <Stat name="FDB entries">
          <PageLink href={`/fdb?q=node:${node.name}&scope=all`}>
            {rows === null || node.state === 'unknown' ? '–' : formatCount(rows)}
          </PageLink>
        </Stat>
        <Stat name="on the graph">
          <PageLink href={`/?sel=node:${node.name}`}>show</PageLink>
        </Stat>
      </dl>
      {node.error !== null && (
        <div className="mt-4 max-w-3xl">
          <NodeProblem error={node.error} name={node.name} />
        </div>
      )}
      {mayEdit && <NodeActions name={node.name} />}
    </header>
  )
}

/** One node: its devices, and what it printed. */
export const NodePage = ({ name }: { name: string }) => {
  const { data, fault } = useNode(name)
  const count = useRowCount(name)
  const gone = fault?.error.code === 'notFound'
  if (fault !== undefined && (data === undefined || gone)) return <NoNode fault={fault} />
  if (data === undefined) return <Skeleton label={`Asking for ${name}`} rows={8} />
  return (
    <div className="h-full overflow-y-auto">
      {fault !== undefined && (
        <div className="px-4 pt-3">
          <ErrorLine error={fault.error} />
        </div>
      )}
      <Head node={data.node} rows={count} />
      <LinksTable links={data.links} stale={data.node.state === 'stale'} />
      <RawOutputs name={name} />
    </div>
  )
}
