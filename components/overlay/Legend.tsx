'use client'

import { ChevronDown, ChevronUp } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { usePhone } from '@/lib/client/use-media'
import type { TunnelKind } from '@/lib/model/overlay'
import { Ring } from '../ui/Ring'
import { laneStyle } from './lane-style'

const Sample = ({ kind }: { kind: TunnelKind }) => {
  const { dash, double, diamond } = laneStyle(kind)
  return (
    <svg aria-hidden="true" className="h-3.5 w-9" viewBox="0 0 36 14">
      <path d="M0 7H36" stroke="var(--ink-2)" strokeDasharray={dash} strokeWidth={double ? 5.5 : 2} />
      {double && <path d="M0 7H36" stroke="var(--surface)" strokeWidth="2" />}
      {diamond && <path d="M12 7 18 1 24 7 18 13Z" fill="var(--surface)" stroke="var(--ink-2)" strokeWidth="1.5" />}
    </svg>
  )
}

const Spoke = () => (
  <svg aria-hidden="true" className="h-3.5 w-9" viewBox="0 0 36 14">
    <path d="M0 7H20" stroke="var(--ink-3)" strokeDasharray="1.5 4" strokeLinecap="round" strokeWidth="1.25" />
    <path d="M24 1.5H31L35 7 31 12.5H24L20 7Z" fill="none" stroke="var(--ink-2)" strokeWidth="1.25" />
  </svg>
)

const Half = () => (
  <svg aria-hidden="true" className="h-3.5 w-9" viewBox="0 0 36 14">
    <path d="M0 7H28" stroke="var(--ink-2)" strokeWidth="2" />
    <path d="M36 7 24 1V7Z" fill="var(--ink-2)" />
  </svg>
)

const Box = ({ className }: { className: string }) => (
  <span aria-hidden className={`inline-block h-3.5 w-6 rounded-[3px] border border-dashed ${className}`} />
)

const Pile = () => (
  <span aria-hidden className="relative inline-block h-3.5 w-6">
    <span className="absolute inset-x-1 bottom-0 h-2 rounded-[3px] border border-line-strong bg-surface" />
    <span className="absolute inset-x-0 top-0 h-2.5 rounded-[3px] border border-line-strong bg-raised" />
  </span>
)

const Merged = () => (
  <svg aria-hidden="true" className="h-3.5 w-9" viewBox="0 0 36 14">
    <path d="M4 7H32" stroke="var(--ink-2)" strokeWidth="4" />
    <path d="M0 7 8 1.5V12.5ZM36 7 28 1.5V12.5Z" fill="var(--ink-2)" />
  </svg>
)

const Entry = ({ mark, children }: { mark: ReactNode; children: ReactNode }) => (
  <li className="flex items-center gap-2 whitespace-nowrap text-ink-2 text-small">
    {mark}
    {children}
  </li>
)

/** What each line and box means, in words. */
export const Legend = ({ folded }: { folded: boolean }) => {
  const phone = usePhone()
  const [picked, setPicked] = useState<boolean | null>(null)
  const open = picked ?? !phone
  const Icon = open ? ChevronDown : ChevronUp
  return (
    <section
      aria-label="Legend"
      className="flex shrink-0 items-start gap-3 border-line border-t bg-surface px-3 py-1.5"
    >
      <button
        aria-expanded={open}
        className="flex items-center gap-1 rounded text-ink-2 text-small hover:text-ink"
        onClick={() => setPicked(!open)}
        type="button"
      >
        <Icon aria-hidden className="size-3.5" />
        Legend
      </button>
      {open && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          <Entry mark={<Sample kind="learned" />}>learned unicast</Entry>
          <Entry mark={<Sample kind="remote" />}>configured: remote, flood list</Entry>
          <Entry mark={<Sample kind="static" />}>static</Entry>
          <Entry mark={<Sample kind="extern" />}>EVPN, extern</Entry>
          <Entry mark={<Half />}>one-way</Entry>
          <Entry mark={<Spoke />}>multicast group</Entry>
          <Entry mark={<Ring fraction={0.7} label="a ring that empties" />}>MAC, life left</Entry>
          <Entry mark={<Box className="hatched border-line-strong" />}>stale or unknown</Entry>
          <Entry mark={<Box className="border-line-strong bg-bg" />}>ghost VTEP</Entry>
          {folded && <Entry mark={<Pile />}>folded group</Entry>}
          {folded && <Entry mark={<Merged />}>lines to a group: all its tunnels</Entry>}
        </ul>
      )}
    </section>
  )
}
