'use client'

import { useCallback, useMemo, useState } from 'react'
import { useLiveOverlay } from '@/lib/client/use-api'
import { useUrl, vniOfParams } from '@/lib/client/use-url'
import { EMPTY_FORM, emptyPart } from '@/lib/client/vxlan/suggest'
import { useNodeOptions } from '@/lib/client/vxlan/use-options'
import type { Overlay } from '@/lib/model/overlay'
import { FirstStart, NoAnswer } from '../overlay/OverlayStates'
import { Skeleton } from '../ui/Skeleton'
import { ChangeEditor } from './ChangeEditor'
import { VxlanHead } from './VxlanHead'

const NONE = new Map<string, never>()

/** The names of a list in the URL that the overlay has. */
const namesIn = (text: string | null, { nodes }: Overlay): string[] => {
  const known = new Set(nodes.map(({ name }) => name))
  return [...new Set((text ?? '').split(','))].filter(name => known.has(name))
}

const Adding = ({ overlay }: { overlay: Overlay }) => {
  const { params, change } = useUrl()
  // What the URL says when the page is opened; afterwards it follows the form.
  const [first] = useState(() => ({ names: namesIn(params.get('nodes'), overlay), vni: vniOfParams(params) }))
  const [names, setNames] = useState(first.names)
  const { data, fault } = useNodeOptions(names)
  const options = useMemo(() => new Map(data?.nodes.map(each => [each.node, each])), [data])
  const values = useMemo(
    () => ({ ...EMPTY_FORM, vni: first.vni === null ? '' : String(first.vni), nodes: first.names.map(emptyPart) }),
    [first],
  )
  const onAbout = useCallback(
    ({ nodes, vni }: { nodes: string[]; vni: number | null }) => {
      setNames(before => (before.join() === nodes.join() ? before : nodes))
      change({ nodes: nodes.join(','), vni: vni === null ? null : String(vni) })
    },
    [change],
  )
  return (
    <ChangeEditor
      before={NONE}
      fault={fault?.error}
      onAbout={onAbout}
      options={options}
      overlay={overlay}
      readOnly={data?.readOnly ?? true}
      values={values}
    />
  )
}

/** Adds a VXLAN interface to one node or several: `?vni=` stretches that VNI, `?nodes=` chooses them. */
export const AddPage = () => {
  const { data, fault } = useLiveOverlay()
  const { params } = useUrl()
  const vni = vniOfParams(params)
  const stretched = data?.vnis.some(each => each.vni === vni) === true
  if (data?.nodes.length === 0) return <FirstStart />
  return (
    <div className="h-full overflow-y-auto">
      <VxlanHead title={stretched ? `Stretch VNI ${vni} to other nodes` : 'Add a VXLAN interface'}>
        One change over as many nodes as you like. First the form, then exactly what would run on each node; nothing is
        changed before you have seen it.
      </VxlanHead>
      {data === undefined && fault === undefined && <Skeleton label="Asking for the nodes" rows={6} />}
      {data === undefined && fault !== undefined && <NoAnswer error={fault.error} />}
      {data !== undefined && <Adding overlay={data} />}
    </div>
  )
}
