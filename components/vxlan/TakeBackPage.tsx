'use client'

import { titleOfChange } from '@/lib/client/vxlan/change-words'
import { takeBack } from '@/lib/client/vxlan/take-back'
import { useChange } from '@/lib/client/vxlan/use-changes'
import { useNodeOptions } from '@/lib/client/vxlan/use-options'
import type { AppliedChange } from '@/lib/model/apply'
import { NoAnswer } from '../overlay/OverlayStates'
import { ErrorLine } from '../ui/ErrorLine'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { Planned } from './Planned'
import { VxlanHead } from './VxlanHead'

const TakingBack = ({ change }: { change: AppliedChange }) => {
  const { data, fault } = useNodeOptions(change.plan.nodes.map(({ node }) => node))
  if (data === undefined)
    return fault === undefined ? (
      <Skeleton label="Asking the nodes" rows={5} />
    ) : (
      <div className="p-4">
        <ErrorLine error={fault.error} />
      </div>
    )
  const options = new Map(data.nodes.map(each => [each.node, each]))
  const taken = takeBack(change, options)
  if (taken === null) {
    const silent = data.nodes.filter(({ limits }) => limits === null)
    return (
      <div className="p-4">
        <Notice size="line" title="Nothing of this change can be taken back now" tone="warn">
          {silent.length === 0
            ? 'It kept nothing.'
            : silent.map(({ node, why }) => <p key={node}>{`${node}: ${why ?? 'nothing is known of it'}`}</p>)}
        </Notice>
      </div>
    )
  }
  return (
    <>
      {taken.left.length > 0 && (
        <div className="px-4 pt-4">
          <Notice size="line" title="Some of it stays as it is" tone="warn">
            {taken.left.map(({ node, fields }) => (
              <p key={node}>
                {node}: {fields.join(', ')} had no value before, and none can be given by a change.
              </p>
            ))}
          </Notice>
        </div>
      )}
      <Planned
        change={{ nodes: taken.nodes }}
        options={options}
        readOnly={data.readOnly}
        refused="It can not be taken back so"
      />
    </>
  )
}

/** Plans what takes a kept change back. */
export const TakeBackPage = ({ id }: { id: string }) => {
  const { change, fault } = useChange(id)
  if (change === undefined)
    return fault === undefined ? <Skeleton label="Asking for the change" rows={6} /> : <NoAnswer error={fault.error} />
  return (
    <div className="h-full overflow-y-auto">
      <VxlanHead title={`Take back: ${titleOfChange(change)}`}>
        What it made goes, what it removed comes again, what it changed is as before. Nothing runs before you confirm
        it.
      </VxlanHead>
      <TakingBack change={change} />
    </div>
  )
}
