'use client'

import clsx from 'clsx'
import type { ReactNode } from 'react'
import { formatCount } from '@/lib/client/time'
import { useRowCount } from '@/lib/client/use-api'
import { useStatus } from '@/lib/client/use-status'
import { PLATFORM } from '@/lib/client/words'
import type { Node, Overlay } from '@/lib/model/overlay'
import { FindingMark } from '../shared/FindingMark'
import { ReadAt } from '../shared/ReadAt'
import { Badge } from '../ui/Badge'
import { Copy } from '../ui/Copy'
import { Dot } from '../ui/Dot'
import { PageLink, WayLink } from '../ui/PageLink'
import { NodeProblem } from './NodeProblem'

const Cell = ({ children, label, wide = false }: { children: ReactNode; label: string; wide?: boolean }) => (
  <td
    className={clsx(
      wide ? 'hidden' : 'flex',
      'min-h-7 items-center justify-between gap-4 px-4 md:table-cell md:h-9 md:pr-0 md:pl-3 md:last:pr-4',
    )}
  >
    <span className="text-ink-3 md:hidden">{label}</span>
    <span className="min-w-0 truncate md:block md:max-w-60">{children}</span>
  </td>
)

const unknown = <span className="text-ink-3">–</span>

const mono = (text: string | null) => (text === null ? unknown : <span className="mono">{text}</span>)

/** Up to so many nodes are each asked how many entries they have. */
const COUNTED = 24

const Entries = ({ name, children }: { name: string; children: ReactNode }) => (
  <PageLink href={`/fdb?q=node:${name}&scope=all`}>{children}</PageLink>
)

const Count = ({ name, read }: { name: string; read: boolean }) => {
  const count = useRowCount(name)
  return <Entries name={name}>{count === null || !read ? '–' : formatCount(count)}</Entries>
}

/** A node in the list; where it doesn't answer, with why and what to do. */
export const NodeRow = ({ node, overlay }: { node: Node; overlay: Overlay }) => {
  const status = useStatus(node)
  const vteps = overlay.vteps.filter(vtep => vtep.nodes.includes(node.name))
  const vnis = overlay.vnis.filter(one => one.members.some(member => member.node === node.name)).map(one => one.vni)
  return (
    <>
      <tr className="block border-line border-t py-2 first:border-t-0 hover:bg-raised md:table-row md:py-0">
        <td className="flex min-h-7 items-center px-4 md:table-cell md:h-9 md:pr-0">
          <span className="flex flex-wrap items-center gap-x-2 md:py-1">
            <WayLink
              className="font-medium text-accent hover:underline hover:underline-offset-4"
              href={`/nodes/${encodeURIComponent(node.name)}`}
            >
              {node.name}
            </WayLink>
            <FindingMark subject={`node:${node.name}`} />
            {node.tags.map(tag => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        </td>
        <Cell label="State">
          <span className="inline-flex items-center gap-2">
            <Dot tone={status.tone} />
            {status.word}
            {node.state === 'stale' && status.word !== 'stale' && <Badge tone="warn">data stale</Badge>}
          </span>
        </Cell>
        <Cell label="Platform">{node.os ?? (node.platform === 'unknown' ? unknown : PLATFORM[node.platform])}</Cell>
        <Cell label="Kernel" wide>
          {mono(node.kernel)}
        </Cell>
        <Cell label="iproute2" wide>
          {mono(node.iproute2)}
        </Cell>
        <Cell label="Address">
          <Copy text={node.host} what="address" />
        </Cell>
        <Cell label="VTEP">{mono(vteps.map(vtep => vtep.address).join(', ') || null)}</Cell>
        <Cell label="VNIs">{mono(vnis.join(', ') || null)}</Cell>
        <Cell label="FDB entries">
          {overlay.nodes.length <= COUNTED ? (
            <Count name={node.name} read={node.state !== 'unknown'} />
          ) : (
            <Entries name={node.name}>show</Entries>
          )}
        </Cell>
        <Cell label="Last reading">
          <span className="text-ink-2">
            <ReadAt at={node.readAt} word="" />
          </span>
        </Cell>
      </tr>
      {node.error !== null && (
        <tr className="block md:table-row">
          <td className="block px-4 pb-3 md:table-cell" colSpan={10}>
            <div className="max-w-3xl">
              <NodeProblem error={node.error} name={node.name} />
            </div>
          </td>
        </tr>
      )}
    </>
  )
}
