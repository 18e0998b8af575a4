'use client'

import type { ReactNode } from 'react'
import { useMay, useMeFault, useWhyNot } from '@/lib/client/use-me'
import type { Role } from '@/lib/model/access'
import { NoAnswer } from '../overlay/OverlayStates'
import { Notice } from '../ui/Notice'
import { PageLink } from '../ui/PageLink'
import { Skeleton } from '../ui/Skeleton'

interface Props {
  needs: Role
  /** What is not to be had without it. */
  title: string
  children: ReactNode
}

/** A page for those who have a role; others are told why they don't see it. */
export const OnlyFor = ({ needs, title, children }: Props) => {
  const why = useWhyNot(needs)
  const may = useMay(needs)
  const fault = useMeFault()
  if (may) return children
  if (fault !== undefined) return <NoAnswer error={fault.error} />
  if (why === null) return <Skeleton label="Asking what you may do" rows={8} />
  return (
    <Notice title={title}>
      <p>{why} Who looks after this server can give you another one.</p>
      <PageLink href="/">Go to the overlay</PageLink>
    </Notice>
  )
}
