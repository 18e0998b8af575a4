'use client'

import { useMay } from '@/lib/client/use-me'
import { useMoment } from '@/lib/client/use-moment'
import { deleteUrl, editUrl, stretchUrl } from '@/lib/client/vxlan/devices'
import type { AppliedChange } from '@/lib/model/apply'
import { PageLink } from '../ui/PageLink'

/** The past can't be changed, nor anything by who only reads. */
const useMayChange = (): boolean => {
  const may = useMay('operator')
  return useMoment() === null && may
}

/** Ways to change a device. */
export const DeviceLinks = ({ node, name }: { node: string; name: string }) => {
  if (!useMayChange()) return null
  const at = [{ node, name }]
  return (
    <span className="flex gap-3">
      <PageLink href={editUrl(at)}>
        Edit<span className="sr-only"> {`${name} on ${node}`}</span>
      </PageLink>
      <PageLink href={deleteUrl(at)}>
        Delete<span className="sr-only"> {`${name} on ${node}`}</span>
      </PageLink>
    </span>
  )
}

/** The way to take back what a change has kept. */
export const TakeBackLink = ({ change: { id, nodes } }: { change: AppliedChange }) => {
  const may = useMayChange()
  return may && nodes.some(({ state }) => state === 'kept') ? (
    <PageLink href={`/vxlan/changes/${encodeURIComponent(id)}/back`}>Take it back…</PageLink>
  ) : null
}

export const StretchLink = ({ vni }: { vni: number }) =>
  useMayChange() ? <PageLink href={stretchUrl(vni)}>Stretch {`VNI ${vni}`} to…</PageLink> : null

export const AddLink = ({ node }: { node: string }) =>
  useMayChange() ? <PageLink href={`/vxlan/add?nodes=${node}`}>Add VXLAN interface</PageLink> : null
