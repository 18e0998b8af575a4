/** The sign of the house: a hexagon and its three ways. */
export const Mark = ({ className }: { className: string }) => (
  <svg aria-hidden="true" className={className} viewBox="0 0 32 32">
    <path
      d="M16 4 26.4 10v12L16 28 5.6 22V10Z"
      fill="none"
      stroke="var(--line-strong)"
      strokeLinejoin="round"
      strokeWidth="1.6"
    />
    <path d="M16 16 5.6 10M16 16l10.4-6M16 16v12" stroke="var(--accent)" strokeLinecap="round" strokeWidth="2" />
    <circle cx="16" cy="16" fill="var(--accent)" r="3.6" />
  </svg>
)
