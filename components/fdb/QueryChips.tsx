import clsx from 'clsx'
import { X } from 'lucide-react'
import { parseWords } from '@/lib/client/fdb-query'

/** The words of a filter one by one where the line is too short to read them in, each with a way to drop it. */
export const QueryChips = ({ text, onChange }: { text: string; onChange: (text: string) => void }) => {
  const words = parseWords(text)
  if (words.length === 0) return null
  const without = (index: number) => words.filter((_, other) => other !== index).map(word => word.text)
  return (
    <ul aria-label="Filters that are set" className="mt-2 flex flex-wrap gap-1.5 sm:hidden">
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand there twice, and has nothing but its place
        <li key={`${index} ${word.text}`}>
          <button
            aria-label={`Drop ${word.text}`}
            className={clsx(
              'flex min-h-7 items-center gap-1.5 rounded-full border bg-raised pr-1.5 pl-2.5',
              word.problem === null ? 'border-line' : 'border-warn/45 text-warn',
            )}
            onClick={() => onChange(without(index).join(' '))}
            type="button"
          >
            {word.key !== null && <span className="text-ink-3 text-small">{word.key}</span>}
            <span className="mono break-all">{word.value === '' ? 'any' : word.value}</span>
            <X aria-hidden className="size-3.5 shrink-0 text-ink-3" />
          </button>
        </li>
      ))}
    </ul>
  )
}
