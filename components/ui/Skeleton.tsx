/** Stands where rows will be, for the moment before they are. */
export const Skeleton = ({ rows, label }: { rows: number; label: string }) => (
  <div aria-label={label} className="divide-y divide-line" role="status">
    {Array.from({ length: rows }, (_, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have no other identity
      <div className="flex h-8 items-center gap-6 overflow-hidden px-4" key={i}>
        <span className="h-2.5 w-36 shrink-0 rounded bg-line" />
        <span className="h-2.5 w-10 shrink-0 rounded bg-line" />
        <span className="h-2.5 shrink-0 rounded bg-line" style={{ width: 80 + ((i * 37) % 60) }} />
      </div>
    ))}
  </div>
)
