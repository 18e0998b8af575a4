'use client'

import { useMemo, useState } from 'react'
import { useLiveOverlay } from '@/lib/client/use-api'
import type { FoundDevices } from '@/lib/client/vxlan/devices'
import type { OptionsAnswer } from '@/lib/model/node-options'
import { DevicesGiven } from './DevicesGiven'
import { Losses } from './Losses'
import { Planned } from './Planned'

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
  return (
    <>
      <div className="px-4 pt-4">{overlay !== undefined && <Losses found={devices} overlay={overlay} />}</div>
      <Planned change={change} options={options} readOnly={answer.readOnly} refused="This can not be removed so" />
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
