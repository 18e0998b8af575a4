import type { ApiFault } from '@/lib/client/fetcher'
import { Notice } from '../ui/Notice'
import { PageLink } from '../ui/PageLink'

/** In place of a node's page where nothing is known of it. */
export const NoNode = ({ fault }: { fault: ApiFault }) => {
  const gone = fault.error.code === 'notFound'
  return (
    <Notice title={fault.error.message} tone="bad">
      <p>{gone ? 'The name may be mistyped, or the node was taken out of the inventory.' : fault.error.hint}</p>
      <PageLink href="/nodes">All nodes</PageLink>
    </Notice>
  )
}
