'use client'

import clsx from 'clsx'
import { summaryOf, titleOfChange } from '@/lib/client/vxlan/change-words'
import { useChange } from '@/lib/client/vxlan/use-changes'
import type { AppliedChange } from '@/lib/model/apply'
import { NoAnswer } from '../overlay/OverlayStates'
import { ReadAt } from '../shared/ReadAt'
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

const Ways = ({ change }: { change: AppliedChange }) => {
  const vnis = [...new Set(change.plan.nodes.flatMap(({ expect, before }) => expect.vni ?? before.vni ?? []))]
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

/** A change as it is applied, and how it ended. */
export const ChangePage = ({ id }: { id: string }) => {
  const { change, fault } = useChange(id)
  if (change === undefined)
    return fault === undefined ? <Skeleton label="Asking for the change" rows={6} /> : <NoAnswer error={fault.error} />
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
