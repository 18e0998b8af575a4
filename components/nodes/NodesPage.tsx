'use client'

import clsx from 'clsx'
import { Plus } from 'lucide-react'
import { plural } from '@/lib/client/time'
import { useInventoryError, useOverlay } from '@/lib/client/use-api'
import { useConnection } from '@/lib/client/use-connection'
import { useMay } from '@/lib/client/use-me'
import { statusOf } from '@/lib/client/words'
import { FirstStart, NoAnswer } from '../overlay/OverlayStates'
import { StaleNotice } from '../shared/StaleNotice'
import { ButtonLink } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { NodeRow } from './NodeRow'

const ORDER = { bad: 0, warn: 1, idle: 2, ok: 3 } as const

/** Every node of the inventory: those that need somebody first. */
export const NodesPage = () => {
  const { data, fault } = useOverlay()
  const { stale } = useConnection()
  const mayEdit = useMay('admin')
  const inventoryError = useInventoryError()
  if (data === undefined)
    return fault === undefined ? <Skeleton label="Asking for the nodes" rows={6} /> : <NoAnswer error={fault.error} />
  if (data.nodes.length === 0) return <FirstStart />
  const nodes = [...data.nodes].sort((a, b) => ORDER[statusOf(a).tone] - ORDER[statusOf(b).tone])
  return (
    <div className="h-full overflow-auto">
      <div className="flex items-center justify-end gap-2 border-line border-b px-4 py-2">
        <span className="mr-auto text-ink-2">{plural(data.nodes.length, 'node')}</span>
        {mayEdit && (
          <>
            <ButtonLink href="/nodes/-/import">Import</ButtonLink>
            <ButtonLink href="/nodes/-/add" look="primary">
              <Plus aria-hidden className="size-4" />
              Add node
            </ButtonLink>
          </>
        )}
      </div>
      <StaleNotice what="This list" />
      {inventoryError && (
        <div className="px-4 py-3">
          <Notice size="line" title={inventoryError.message} tone="warn">
            <span className="whitespace-pre-line">{inventoryError.hint}</span>
          </Notice>
        </div>
      )}
      <table className={clsx('block w-full border-collapse md:table', stale && 'opacity-60 grayscale')}>
        <caption className="sr-only">Nodes of the inventory</caption>
        <thead className="sticky top-0 z-10 hidden bg-surface text-ink-2 text-small md:table-header-group">
          <tr className="h-8 text-left">
            {[
              'Node',
              'State',
              'Platform',
              'Kernel',
              'iproute2',
              'Address',
              'VTEP',
              'VNIs',
              'FDB entries',
              'Last reading',
            ].map(name => (
              <th
                className="whitespace-nowrap border-line border-b pl-3 font-normal first:pl-4 last:pr-4"
                key={name}
                scope="col"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          {nodes.map(node => (
            <NodeRow key={node.name} node={node} overlay={data} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
