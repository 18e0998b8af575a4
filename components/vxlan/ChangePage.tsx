'use client'

import clsx from 'clsx'
import type { ApiFault } from '@/lib/client/fetcher'
import { useLiveOverlay } from '@/lib/client/use-api'
import { summaryOf, titleOfChange } from '@/lib/client/vxlan/change-words'
import { useChange } from '@/lib/client/vxlan/use-changes'
import type { AppliedChange } from '@/lib/model/apply'
import { ReadAt } from '../shared/ReadAt'
import { Notice } from '../ui/Notice'
import { PageLink } from '../ui/PageLink'
import { Skeleton } from '../ui/Skeleton'
import { AskOthers } from './AskOthers'
import { TakeBackLink } from './ChangeLinks'
import { NodeProgress } from './NodeProgress'
import { VxlanHead } from './VxlanHead'

const LOOK = {
  idle: 'border-line bg-surface',
  busy: 'border-line bg-surface',
  held: 'border-line bg-surface',
  ok: 'border-ok/45 bg-surface',
  warn: 'border-warn/45 bg-warn-soft',
  bad: 'border-bad/45 bg-bad-soft',
} as const

/** Where to go on: a VNI that nobody has any more leads nowhere. */
const Ways = ({ change }: { change: AppliedChange }) => {
  const there = useLiveOverlay().data?.vnis.map(({ vni }) => vni) ?? []
  const own = new Set(change.plan.nodes.flatMap(({ expect, before }) => expect.vni ?? before.vni ?? []))
  const vnis = there.filter(vni => own.has(vni))
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
      {vnis.map(vni => (
        <PageLink href={`/?vni=${vni}`} key={vni}>
          VNI {vni} in the overlay
        </PageLink>
      ))}
      <TakeBackLink change={change} />
      <PageLink href="/timeline">Timeline</PageLink>
      <PageLink href="/vxlan">All VXLAN interfaces</PageLink>
    </p>
  )
}

const Summary = ({ change }: { change: AppliedChange }) => {
  const { tone, title, text } = summaryOf(change)
  return (
    <section aria-label="How it stands" className={clsx('rounded-lg border px-4 py-3', LOOK[tone])} role="status">
      <h3 className="font-semibold">{title}</h3>
      <p className="mt-0.5 text-ink-2">{text}</p>
      {change.state === 'ended' && <Ways change={change} />}
    </section>
  )
}

/** In place of a change's page where nothing is known of it. */
const NoChange = ({ fault: { error } }: { fault: ApiFault }) => {
  const unknown = error.code === 'notFound'
  return (
    <Notice title={error.message} tone="bad">
      <p>
        {unknown
          ? 'The address may be mistyped, or the change was made long ago: the audit log tells of those.'
          : error.hint}
      </p>
      <PageLink href="/vxlan">All VXLAN interfaces</PageLink>
    </Notice>
  )
}

/** A change as it is applied, and how it ended. */
export const ChangePage = ({ id }: { id: string }) => {
  const { change, fault } = useChange(id)
  if (change === undefined)
    return fault === undefined ? <Skeleton label="Asking for the change" rows={6} /> : <NoChange fault={fault} />
  return (
    <div className="h-full overflow-y-auto">
      <VxlanHead title={titleOfChange(change)}>
        By {change.who}, <ReadAt at={change.at} word="begun" />
      </VxlanHead>
      <div className="space-y-4 p-4">
        {change.state === 'asking' ? <AskOthers change={change} /> : <Summary change={change} />}
        {change.nodes.map(node => {
          const plan = change.plan.nodes.find(each => each.node === node.node)
          return plan && <NodeProgress key={node.node} node={node} plan={plan} />
        })}
      </div>
    </div>
  )
}
