'use client'

import type { ReactNode } from 'react'
import { useUrl } from '@/lib/client/use-url'
import { type DeviceAt, deviceWords, type FoundDevices, findDevices, parseOn } from '@/lib/client/vxlan/devices'
import { useNodeOptions } from '@/lib/client/vxlan/use-options'
import type { OptionsAnswer } from '@/lib/model/node-options'
import { NoAnswer } from '../overlay/OverlayStates'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { VxlanHead } from './VxlanHead'

interface Props {
  /** What is done with them, before their names. */
  verb: string
  lead: ReactNode
  children: (given: { answer: OptionsAnswer; found: FoundDevices['found'] }) => ReactNode
}

const Missing = ({ missing }: { missing: readonly DeviceAt[] }) => (
  <div className="p-4">
    <Notice size="line" title={`There is no ${deviceWords(missing)} now`} tone="warn">
      It may have been removed, or renamed, since this address was made.
    </Notice>
  </div>
)

const Untold = ({ untold }: { untold: FoundDevices['untold'] }) => (
  <div className="p-4">
    <Notice size="line" title={`Nothing is known of ${deviceWords(untold)} now`} tone="warn">
      <ul>
        {untold.map(({ node, why }) => (
          <li key={node}>
            {node}: {why}
          </li>
        ))}
      </ul>
    </Notice>
  </div>
)

/** A page about devices that its URL names, once their nodes have told of them. */
export const DevicesGiven = ({ verb, lead, children }: Props) => {
  const devices = parseOn(useUrl().params.get('on'))
  const { data, fault } = useNodeOptions(devices.map(({ node }) => node))
  const { found, missing, untold } = findDevices(data === undefined ? [] : devices, data ?? { nodes: [] })
  return (
    <div className="h-full overflow-y-auto">
      <VxlanHead title={devices.length === 0 ? `${verb} VXLAN interfaces` : `${verb} ${deviceWords(devices)}`}>
        {lead}
      </VxlanHead>
      {devices.length === 0 && (
        <div className="p-4">
          <Notice size="line" title="The address names no device">
            Choose one from all VXLAN interfaces.
          </Notice>
        </div>
      )}
      {devices.length > 0 && data === undefined && fault === undefined && (
        <Skeleton label="Asking the nodes" rows={5} />
      )}
      {data === undefined && fault !== undefined && <NoAnswer error={fault.error} />}
      {missing.length > 0 && <Missing missing={missing} />}
      {untold.length > 0 && <Untold untold={untold} />}
      {data !== undefined && found.length > 0 && children({ answer: data, found })}
    </div>
  )
}
