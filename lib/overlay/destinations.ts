import type { FdbEntry } from '@/lib/model/reading'
import { isMulticast, isUnspecified } from './addresses'
import type { ReadingView } from './view'

/** Unicast underlay addresses an entry sends to: its `dst`, or all behind its next-hop group; canonical. */
export const destinationsOf = (view: ReadingView, { dst, nhid }: FdbEntry): readonly string[] => {
  if (dst === null) return nhid === null ? NONE : view.gatewaysOf(nhid)
  const address = view.canonical(dst)
  return address === null || isMulticast(address) || isUnspecified(address) ? NONE : [address]
}

/** The multicast group an entry sends to. */
export const groupOf = (view: ReadingView, { dst }: FdbEntry): string | null => {
  const address = dst === null ? null : view.canonical(dst)
  return address !== null && isMulticast(address) ? address : null
}

const NONE: readonly string[] = []
