'use client'

import { Fragment } from 'react'
import { type Evidence, type Lane, lanesOf, offsetText, type Row, rowsOf } from '@/lib/client/evidence'
import { vniColour } from '@/lib/client/palette'
import { plural } from '@/lib/client/time'
import { LadderRow } from './LadderRow'

const HEX = 'polygon(12% 0, 88% 0, 100% 50%, 88% 100%, 12% 100%, 0 50%)'

/** Where there is no room for all of it, it is broken between its parts, in halves. */
const Address = ({ address }: { address: string }) => {
  const [first, ...others] = address.split(/(?<=[.:])/)
  return (
    <>
      {first}
      {others.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part of an address is its place
        <Fragment key={at}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </>
  )
}

const LaneHead = ({ lane: { kind, name, address } }: { lane: Lane }) => (
  <div className="flex min-w-0 flex-col items-center justify-end px-0.5 text-center">
    {kind === 'group' ? (
      <div className="w-full max-w-32 bg-line-strong p-px" style={{ clipPath: HEX }}>
        <div className="bg-surface px-2 py-1" style={{ clipPath: HEX }}>
          <div className="text-ink-3 text-small">group</div>
          <div className="mono text-balance text-ink text-small [overflow-wrap:anywhere]">
            <Address address={address} />
          </div>
        </div>
      </div>
    ) : (
      <div className="w-full max-w-40 rounded-md border border-line bg-raised px-1.5 py-1 shadow-card">
        <div className="truncate font-medium">{name}</div>
        <div className="mono text-balance text-ink-3 text-small [overflow-wrap:anywhere]">
          {name === address ? 'nobody of ours' : <Address address={address} />}
        </div>
      </div>
    )}
  </div>
)

const Gap = ({ ms, columns }: { ms: number; columns: number }) => (
  <div className="grid grid-cols-[4.75rem_1fr] items-center sm:grid-cols-[6.5rem_1fr]">
    <span className="pr-3 text-right text-ink-3 text-small">{offsetText(ms)} later</span>
    <div aria-hidden className="relative h-5">
      {Array.from({ length: columns }, (_, at) => (
        <span
          className="absolute inset-y-0 border-line-strong border-l border-dotted"
          // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its place
          key={at}
          style={{ left: `${((at + 0.5) / columns) * 100}%` }}
        />
      ))}
    </div>
  </div>
)

const gapKey = ({ id }: Row) => `gap before ${id}`

/**
 * What went over the underlay and what it taught, as a ladder: nodes and groups side by side, time downwards. It is a list too: each
 * step has its sentence, and its line when it is opened.
 */
export const Ladder = ({ evidence, label }: { evidence: Evidence; label: string }) => {
  const { lanes, left } = lanesOf(evidence)
  const rows = rowsOf(evidence.steps)
  if (evidence.begin === null) return null
  const { vni, members } = evidence.begin
  return (
    <div className="rounded-lg border border-line bg-surface py-3 pr-2 sm:pr-4">
      <div aria-hidden className="grid grid-cols-[4.75rem_1fr] sm:grid-cols-[6.5rem_1fr]">
        <span className="self-end pr-3 text-right text-ink-3 text-small">after start</span>
        <div className="grid" style={{ gridTemplateColumns: `repeat(${lanes.length}, minmax(0, 1fr))` }}>
          {lanes.map(lane => (
            <LaneHead key={lane.address} lane={lane} />
          ))}
        </div>
      </div>
      <ol aria-label={label} className="pt-1">
        {rows.map((row, at) => (
          <li key={row.id}>
            {row.gapMs !== null && <Gap columns={lanes.length} key={gapKey(row)} ms={row.gapMs} />}
            <LadderRow colour={vniColour(vni)} lanes={lanes} members={members} number={at + 1} row={row} />
          </li>
        ))}
      </ol>
      {left > 0 && (
        <p className="px-4 pt-2 text-ink-3 text-small">
          {plural(left, 'more VTEP')} of this VNI without a lane; steps that touch them say so when opened.
        </p>
      )}
    </div>
  )
}
