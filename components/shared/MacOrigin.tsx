'use client'

import { useMacOrigin } from '@/lib/client/use-mac-origin'

/** Whose a MAC is, in words; nothing where that isn't known. */
export const MacOrigin = ({ mac, className }: { mac: string; className?: string }) => {
  const { means } = useMacOrigin(mac)
  return means === '' ? null : <p className={className}>{means}</p>
}
