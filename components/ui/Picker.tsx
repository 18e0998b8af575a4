/** How what narrows a list looks. */
export const FILTER_FIELD = 'h-8 rounded-md border border-line bg-raised px-2 hover:border-line-strong'

interface Props {
  label: string
  value: string
  /** What the list shows when nothing is picked. */
  all: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

/** Narrows a list to one of a few; '' is all of them. */
export const Picker = ({ label, value, all, options, onChange }: Props) => (
  <select
    aria-label={label}
    className={`min-w-28 flex-1 sm:flex-none ${FILTER_FIELD}`}
    onChange={event => onChange(event.target.value)}
    value={value}
  >
    <option value="">{all}</option>
    {options.map(option => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
)
