'use client'

import { useMemo, useState } from 'react'
import { useLiveOverlay } from '@/lib/client/use-api'
import type { FoundDevices } from '@/lib/client/vxlan/devices'
import { usePlan } from '@/lib/client/vxlan/use-plan'
import type { OptionsAnswer } from '@/lib/model/node-options'
import { ErrorLine } from '../ui/ErrorLine'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { ApplyBar } from './ApplyBar'
import { DevicesGiven } from './DevicesGiven'
import { Losses } from './Losses'
import { Preview } from './Preview'

const Deleting = ({ answer, found }: { answer: OptionsAnswer; found: FoundDevices['found'] }) => {
  const { data: overlay } = useLiveOverlay()
  const options = useMemo(() => new Map(answer.nodes.map(each => [each.node, each])), [answer])
  // As it was when the page was opened: the plan looks again.
  const [devices] = useState(found)
  const change = {
    nodes: devices.map(({ node, device }) => ({
      ...{ node, action: 'delete' as const, name: device.name, vni: device.vni, persist: device.persist },
    })),
  }
  const { plan, refusal, error, again } = usePlan(change)
  return (
    <>
      <div className="px-4 pt-4">{overlay !== undefined && <Losses found={devices} overlay={overlay} />}</div>
      {plan === null && refusal === null && error === null && <Skeleton label="Asking what would run" rows={4} />}
      {refusal !== null && (
        <div className="p-4">
          <Notice size="line" title="This can not be removed so" tone="bad">
            <ul>
              {refusal.fields.map(({ node, message }) => (
                <li key={`${node} ${message}`}>
                  {node}: {message}
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      {error !== null && (
        <div className="p-4">
          <ErrorLine error={error} />
        </div>
      )}
      {plan !== null && (
        <Preview back={null} onPlanAgain={again} options={options} plan={plan}>
          <ApplyBar onPlanAgain={again} plan={plan} readOnly={answer.readOnly} />
        </Preview>
      )}
    </>
  )
}

/** Removes devices: `?on=ubuntu/vxlan100,vyos01/vxlan100`. */
export const DeletePage = () => (
  <DevicesGiven
    lead="What goes with it, and exactly what would run. Nothing is removed before you confirm it."
    verb="Remove"
  >
    {given => <Deleting key={given.found.map(({ node, device }) => `${node}/${device.name}`).join()} {...given} />}
  </DevicesGiven>
)
