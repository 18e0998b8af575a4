import type { Bar, blanksOf } from '@/lib/client/density'
import { shareOf, type TimeWindow } from '@/lib/client/time-window'

const HALF = 13
const percent = (share: number): string => `${share * 100}%`

/**
 * What happened when, by shape: a bar above the axis for what was learned, one below it for what went, a diamond on it for a
 * move, a square at the top for a device or a node. In words under the pointer, and in the value of the handle.
 */
export const Bars = ({ bars }: { bars: readonly Bar[] }) => (
  <div aria-hidden className="pointer-events-none absolute inset-x-0 top-0 h-8" data-testid="marks">
    {bars.map(({ at, left, width, up, down, moved, device }) => (
      <span className="absolute inset-y-0" key={at} style={{ left: percent(left), width: percent(width) }}>
        {up > 0 && (
          <span
            className="absolute inset-x-px rounded-t-[1px] bg-accent/75"
            style={{ bottom: 16, height: up * HALF, minWidth: 2 }}
          />
        )}
        {down > 0 && (
          <span
            className="absolute inset-x-px rounded-b-[1px] bg-ink-3/80"
            style={{ top: 17, height: down * HALF, minWidth: 2 }}
          />
        )}
        {moved > 0 && (
          <span className="-translate-x-1/2 absolute top-[12px] left-1/2 size-2 rotate-45 border border-surface bg-warn" />
        )}
        {device > 0 && (
          <span className="-translate-x-1/2 absolute top-0 left-1/2 size-[7px] border-[1.5px] border-ink bg-surface" />
        )}
      </span>
    ))}
  </div>
)

const WHY = { gap: 'nobody recorded', before: 'nothing is kept' } as const

/** Times of which nothing is known. */
export const Blanks = ({ blanks, window }: { blanks: ReturnType<typeof blanksOf>; window: TimeWindow }) =>
  blanks.map(({ from, to, why }) => {
    const [left, right] = [shareOf(window, from), shareOf(window, to)]
    return (
      <span
        aria-hidden
        className="hatched absolute top-0 h-8 overflow-hidden border-line-strong border-x bg-sunken"
        data-testid={why}
        key={from}
        style={{ left: percent(left), width: percent(right - left), minWidth: 3 }}
      >
        {right - left > 0.12 && (
          <span className="absolute inset-x-1 top-0 truncate text-[10px] text-ink-3 leading-3">{WHY[why]}</span>
        )}
      </span>
    )
  })
