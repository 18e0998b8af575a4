import { mended, problemOf } from '@/lib/client/fdb-query'
import { Button } from '../ui/Button'

/** What is wrong with the filter, and the way out. */
export const QueryProblem = ({ q, onChange }: { q: string; onChange: (q: string) => void }) => {
  const problem = problemOf(q)
  if (problem === null) return null
  return (
    <div
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-warn-soft px-4 py-1.5"
      role="status"
    >
      <p className="font-semibold text-warn">{problem.message}</p>
      {problem.instead !== null && (
        <Button onClick={() => onChange(mended(q))}>
          Use <span className="mono">{problem.instead}</span>
        </Button>
      )}
      <p>{problem.hint}</p>
    </div>
  )
}
