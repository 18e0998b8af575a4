'use client'

import { useMemo, useState } from 'react'
import { useLiveOverlay } from '@/lib/client/use-api'
import type { FoundDevices } from '@/lib/client/vxlan/devices'
import { formOf } from '@/lib/client/vxlan/suggest'
import type { OptionsAnswer } from '@/lib/model/node-options'
import { Skeleton } from '../ui/Skeleton'
import { ChangeEditor } from './ChangeEditor'
import { DevicesGiven } from './DevicesGiven'

const Editing = ({ answer, found }: { answer: OptionsAnswer; found: FoundDevices['found'] }) => {
  const { data: overlay } = useLiveOverlay()
  const options = useMemo(() => new Map(answer.nodes.map(each => [each.node, each])), [answer])
  // The form is about the devices as they were when it was opened; the plan looks again.
  const [start] = useState(() => ({
    values: formOf(found),
    before: new Map(found.map(({ node, device }) => [node, device])),
  }))
  if (overlay === undefined) return <Skeleton label="Asking for the overlay" rows={5} />
  return (
    <ChangeEditor
      before={start.before}
      options={options}
      overlay={overlay}
      readOnly={answer.readOnly}
      values={start.values}
    />
  )
}

/** Changes devices that are there: `?on=ubuntu/vxlan100,vyos01/vxlan100`. */
export const EditPage = () => (
  <DevicesGiven
    lead="What you leave as it is isn’t touched. Where a node can’t change a setting in place, the preview says that the device is made anew."
    verb="Change"
  >
    {given => <Editing key={given.found.map(({ node, device }) => `${node}/${device.name}`).join()} {...given} />}
  </DevicesGiven>
)
