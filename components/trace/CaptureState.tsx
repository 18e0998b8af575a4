'use client'

import { Download } from 'lucide-react'
import type { Evidence } from '@/lib/client/evidence'
import type { CaptureNode } from '@/lib/model/probe'
import { Notice } from '../ui/Notice'

const pcapUrl = (id: string, node: string) => `/api/v1/capture/${id}/${encodeURIComponent(node)}`

/** Nodes that say the same, together. */
const byError = (nodes: readonly CaptureNode[]) => {
  const groups = new Map<string, { error: NonNullable<CaptureNode['error']>; nodes: string[] }>()
  for (const { node, error } of nodes) {
    if (error === null) continue
    const group = groups.get(error.message) ?? { error, nodes: [] }
    group.nodes.push(node)
    groups.set(error.message, group)
  }
  return [...groups.values()]
}

/** Who captures and what there is of it, with the files; who doesn't, why, and what to do. */
export const CaptureState = ({ evidence: { nodes, begin } }: { evidence: Evidence }) => {
  const captured = nodes.filter(({ state }) => state === 'capturing' || state === 'ended')
  return (
    <div className="space-y-2">
      {byError(nodes).map(({ error, nodes: names }) => (
        <Notice
          key={error.message}
          size="line"
          title={`Not captured on ${names.join(', ')}: ${error.message}`}
          tone="warn"
        >
          {error.hint}
        </Notice>
      ))}
      {captured.length > 0 && (
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2 text-small">
          <span>{nodes.some(({ state }) => state === 'capturing') ? 'Capturing on' : 'Captured on'}</span>
          {captured.map(({ node, packets, command, plusMinus }) => (
            <span className="flex items-center gap-1.5" key={node}>
              <span className="text-ink" title={command ?? undefined}>
                {node}
              </span>
              <span className="mono">
                {packets}
                {plusMinus !== null && ` · ±${plusMinus.toFixed(1)} ms`}
              </span>
              {begin !== null && packets > 0 && (
                <a
                  aria-label={`Download what ${node} captured as pcap`}
                  className="inline-flex items-center gap-1 rounded-[3px] text-accent hover:underline"
                  href={pcapUrl(begin.id, node)}
                >
                  <Download aria-hidden className="size-3.5" />
                  pcap
                </a>
              )}
            </span>
          ))}
        </p>
      )}
    </div>
  )
}
