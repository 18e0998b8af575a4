'use client'

import clsx from 'clsx'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { vniColour } from '@/lib/client/palette'
import { plural } from '@/lib/client/time'
import { MEANS, TUNNEL_WORD } from '@/lib/client/words'
import type { Overlay, State, Tunnel } from '@/lib/model/overlay'
import { Badge } from '../../ui/Badge'
import { Term } from '../../ui/Term'
import { usePick } from '../pick-context'

interface HeadProps {
  kind: ReactNode
  title: ReactNode
  aside?: ReactNode
  children?: ReactNode
}

export const InspectorHead = ({ kind, title, aside, children }: HeadProps) => {
  const { picked, pick } = usePick()
  return (
    <div className="px-4 pt-2 pb-3">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <div className="text-ink-3 text-small leading-6">{kind}</div>
          <h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 break-all font-semibold text-title">
            {title}
            {aside}
          </h2>
        </div>
        {picked !== null && (
          <button
            aria-label="Close the inspector"
            className="hidden size-7 place-items-center rounded-md text-ink-3 hover:bg-sunken hover:text-ink md:grid"
            onClick={() => pick(null)}
            type="button"
          >
            <X aria-hidden className="size-4" />
          </button>
        )}
      </div>
      {children !== undefined && <div className="mt-1.5">{children}</div>}
    </div>
  )
}

export const StateBadge = ({ state }: { state: State }) =>
  state === 'live' ? null : <Badge tone="warn">{state === 'stale' ? 'stale' : 'not read yet'}</Badge>

export const VniMark = ({ vni }: { vni: number }) => (
  <span className="mono inline-flex items-center gap-1.5">
    <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />
    {vni}
  </span>
)

/** Picks another thing. */
export const PickLink = ({ to, children, className }: { to: string; children: ReactNode; className?: string }) => {
  const { pick } = usePick()
  return (
    <button
      className={clsx('rounded-[3px] text-left text-accent hover:underline hover:underline-offset-4', className)}
      onClick={() => pick(to)}
      type="button"
    >
      {children}
    </button>
  )
}

export const Links = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap gap-x-4 gap-y-1 border-line border-t px-4 py-3">{children}</div>
)

/** A VTEP by the names of its nodes, or by its address where it has none. */
export const vtepName = (overlay: Overlay, id: string): string => {
  const vtep = overlay.vteps.find(one => one.id === id)
  if (vtep === undefined) return id.replace(/^vtep:/, '')
  return vtep.nodes.length > 0 ? vtep.nodes.join(', ') : vtep.address
}

export const TunnelRow = ({ overlay, tunnel }: { overlay: Overlay; tunnel: Tunnel }) => (
  <li className="flex min-h-7 flex-wrap items-center gap-x-2">
    <PickLink to={tunnel.id}>
      {vtepName(overlay, tunnel.from)} → {vtepName(overlay, tunnel.to)}
    </PickLink>
    <VniMark vni={tunnel.vni} />
    <span className="ml-auto text-ink-2 text-small">
      {tunnel.kinds.map(kind => TUNNEL_WORD[kind]).join(', ')}
      {tunnel.macs > 0 && ` · ${plural(tunnel.macs, 'MAC')}`}
      {tunnel.oneWay && ' · one-way'}
      {tunnel.state !== 'live' && ` · ${tunnel.state}`}
    </span>
  </li>
)

export const Word = ({ of, children }: { of: keyof typeof MEANS; children: ReactNode }) => (
  <Term means={MEANS[of]}>{children}</Term>
)
