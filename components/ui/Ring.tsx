const R = 5.25
const ROUND = 2 * Math.PI * R

interface Props {
  /** 1 is full, 0 is empty. */
  fraction: number
  /** Nothing to show: a dotted outline. */
  empty?: boolean
  label: string
  colour?: string
}

/** A small ring that empties clockwise from its top. */
export const Ring = ({ fraction, empty = false, label, colour = 'var(--ink-2)' }: Props) => (
  <svg className="size-3.5 shrink-0 -rotate-90" role="img" viewBox="0 0 14 14">
    <title>{label}</title>
    <circle
      cx="7"
      cy="7"
      fill="none"
      r={R}
      stroke="var(--line-strong)"
      strokeDasharray={empty ? '1.5 2' : undefined}
      strokeOpacity={empty ? 1 : 0.5}
      strokeWidth={empty ? 1.25 : 2.5}
    />
    {!empty && (
      <circle
        cx="7"
        cy="7"
        fill="none"
        r={R}
        stroke={colour}
        strokeDasharray={`${fraction * ROUND} ${ROUND}`}
        strokeWidth="2.5"
      />
    )}
  </svg>
)
