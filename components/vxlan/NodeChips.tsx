'use client'

import clsx from 'clsx'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { plural } from '@/lib/client/time'
import { PLATFORM, statusOf } from '@/lib/client/words'
import type { Node } from '@/lib/model/overlay'
import { Dot } from '../ui/Dot'

interface Props {
  nodes: readonly Node[]
  chosen: readonly string[]
  /** Nodes that are in the VNI already. */
  taken: readonly string[]
  onToggle: (name: string) => void
}

/** More than these are searched through. */
const SEARCHED = 24

const whyNot = (node: Node, taken: readonly string[]): string | null => {
  if (taken.includes(node.name)) return 'in this VNI already'
  if (node.platform === 'ovs') return 'Open vSwitch is not changed here'
  return node.state === 'live' ? null : statusOf(node).word
}

/** The nodes that a change is for, each with what it is. */
export const NodeChips = ({ nodes, chosen, taken, onToggle }: Props) => {
  const [text, setText] = useState('')
  const typed = text.trim().toLowerCase()
  const shown = nodes.filter(
    ({ name, tags }) => chosen.includes(name) || `${name} ${tags.join(' ')}`.toLowerCase().includes(typed),
  )
  return (
    <div>
      {nodes.length > SEARCHED && (
        <input
          aria-label="Find a node by name or tag"
          className="mb-2 h-8 w-full max-w-72 rounded-md border border-line-strong bg-raised px-2.5 placeholder:text-ink-3"
          onChange={event => setText(event.target.value)}
          placeholder={`Find among ${plural(nodes.length, 'node')}`}
          value={text}
        />
      )}
      <ul aria-label="Nodes" className="-mx-0.5 flex max-h-62 flex-wrap gap-2 overflow-y-auto p-0.5">
        {shown.map(node => {
          const why = whyNot(node, taken)
          const on = chosen.includes(node.name)
          return (
            <li key={node.name}>
              <button
                aria-pressed={on}
                className={clsx(
                  'flex min-h-10 items-center gap-2 rounded-md border px-2.5 py-1 text-left disabled:cursor-not-allowed',
                  on ? 'border-accent bg-accent-soft' : 'border-line bg-raised hover:border-line-strong',
                  why !== null && !on && 'bg-transparent',
                )}
                disabled={why !== null && !on}
                onClick={() => onToggle(node.name)}
                type="button"
              >
                {on ? (
                  <Check aria-hidden className="size-3.5 shrink-0 text-accent" strokeWidth={3} />
                ) : (
                  <Dot tone={statusOf(node).tone} />
                )}
                <span>
                  <span className={clsx('block font-medium', why !== null && !on && 'text-ink-2')}>{node.name}</span>
                  <span className="block text-ink-3 text-small">{why ?? node.os ?? PLATFORM[node.platform]}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
