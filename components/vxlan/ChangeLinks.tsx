'use client'

import { useMoment } from '@/lib/client/use-moment'
import { deleteUrl, editUrl, stretchUrl } from '@/lib/client/vxlan/devices'
import { PageLink } from '../ui/PageLink'

/** Ways to change a device; none from the past, which can't be changed. */
export const DeviceLinks = ({ node, name }: { node: string; name: string }) => {
  if (useMoment() !== null) return null
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

export const StretchLink = ({ vni }: { vni: number }) =>
  useMoment() === null ? <PageLink href={stretchUrl(vni)}>Stretch {`VNI ${vni}`} to…</PageLink> : null

export const AddLink = ({ node }: { node: string }) =>
  useMoment() === null ? <PageLink href={`/vxlan/add?nodes=${node}`}>Add VXLAN interface</PageLink> : null
