'use client'

import clsx from 'clsx'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { plural } from '@/lib/client/time'
import { useLiveOverlay } from '@/lib/client/use-api'
import { useConnection } from '@/lib/client/use-connection'
import { FirstStart, NoAnswer } from '../overlay/OverlayStates'
import { ForRole } from '../shared/ForRole'
import { StaleNotice } from '../shared/StaleNotice'
import { Button, ButtonLink } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { RecentChanges } from './RecentChanges'
import { COLUMNS, VniSection } from './VniSection'

/** So many VNIs at a time. */
const SHOWN = 50

const Heads = () => (
  <div aria-hidden className={clsx('hidden gap-x-4 px-4 py-1 text-ink-3 text-small md:grid', COLUMNS)}>
    {['Node', 'Device', 'VTEP', 'Floods to', 'Addresses'].map(head => (
      <span key={head}>{head}</span>
    ))}
    <span className="text-right">Port</span>
    <span className="text-right">MTU</span>
  </div>
)

/** All VXLAN interfaces of all nodes by VNI, and the ways to add, change and remove them. */
export const VxlanPage = () => {
  const { data, fault } = useLiveOverlay()
  const { stale } = useConnection()
  const [shown, setShown] = useState(SHOWN)
  if (data?.nodes.length === 0) return <FirstStart />
  if (data === undefined)
    return fault === undefined ? <Skeleton label="Asking for the overlay" rows={8} /> : <NoAnswer error={fault.error} />
  const count = data.vnis.reduce((sum, { members }) => sum + members.length, 0)
  return (
    <div className="h-full overflow-y-auto">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-2">
        <p className="text-ink-2">
          {plural(count, 'interface')} in {plural(data.vnis.length, 'VNI')} on {plural(data.nodes.length, 'node')}
        </p>
        <ForRole needs="operator">
          <ButtonLink className="ml-auto" href="/vxlan/add" look="primary">
            <Plus aria-hidden className="size-4" />
            <span>
              Add<span className="max-sm:sr-only"> VXLAN interface</span>
            </span>
          </ButtonLink>
        </ForRole>
      </div>
      <StaleNotice what="This list" />
      <ForRole needs="operator">
        <RecentChanges />
      </ForRole>
      {data.vnis.length === 0 && (
        <Notice title="No VXLAN interface yet">
          <p>None of the nodes that were read has one.</p>
        </Notice>
      )}
      <div className={clsx(stale && 'opacity-60 grayscale')}>
        {data.vnis.length > 0 && <Heads />}
        {data.vnis.slice(0, shown).map(vni => (
          <VniSection key={vni.vni} overlay={data} vni={vni} />
        ))}
      </div>
      {data.vnis.length > shown && (
        <div className="p-4">
          <Button onClick={() => setShown(shown + SHOWN)}>Show more of {plural(data.vnis.length, 'VNI')}</Button>
        </div>
      )}
    </div>
  )
}
