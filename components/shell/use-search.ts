import { useMemo } from 'react'
import { searchOverlay } from '@/lib/client/search'
import { groupHits, type Hit } from '@/lib/client/search-hit'
import { searchRows } from '@/lib/client/search-rows'
import { macPart } from '@/lib/client/understand'
import { useFdbRows, useOverlay } from '@/lib/client/use-api'
import { useQuiet } from '@/lib/client/use-quiet'

const FDB_ROWS = 60
/** A key that follows sooner makes the question another one. */
const SETTLE_MS = 120
/** Fewer letters are in nearly every row. */
const LEAST = 2

/** The words of a text that the FDB may be asked for; a MAC as one, so that its letters aren't looked for in names too. */
const fdbQuery = (text: string): string => {
  const mac = macPart(text)
  return mac !== null && mac.length > 8 ? `mac:${mac}` : text
}

export interface Found {
  groups: { kind: Hit['kind']; hits: Hit[] }[]
  /** FDB entries that match. */
  total: number
  /** What to ask the FDB page for to see them. */
  q: string
  /** The server hasn't answered for this text yet. */
  busy: boolean
  fault: string | null
}

/** Merged by what they are: a device may be known by its VXLAN and by its entries. */
const merged = (hits: readonly Hit[]): Hit[] =>
  [...new Map(hits.toReversed().map(hit => [hit.id, hit])).values()].reverse()

/** What a text finds at the moment that is shown: at once in what is loaded, and from the server as soon as typing pauses. */
export const useSearch = (text: string): Found => {
  const { data: overlay, fault: overlayFault } = useOverlay()
  const typed = text.trim()
  const asked = useQuiet(typed, SETTLE_MS)
  const wanted = asked.length >= LEAST && typed !== ''
  const q = fdbQuery(asked)
  const fdb = useFdbRows(wanted ? { q, scope: 'all', limit: FDB_ROWS } : null)
  const { data, fault } = fdb
  return useMemo(() => {
    const rows = typed.length < LEAST ? [] : (data?.rows ?? [])
    const total = wanted ? (data?.total ?? 0) : 0
    const near = overlay === undefined ? [] : searchOverlay(overlay, typed)
    const far = searchRows(rows, typed, total > rows.length)
    const macs = far.filter(({ kind }) => kind === 'MAC')
    const others = far.filter(({ kind }) => kind !== 'MAC')
    // A filter that is none is refused; a name with a colon finds nothing, and that is no fault.
    const refused = fault?.error.code === 'badRequest'
    const first = macPart(typed) !== null ? [...macs, ...near] : [...near, ...macs]
    return {
      groups: groupHits(merged([...first, ...others])),
      total,
      q,
      busy: typed.length >= LEAST && (typed !== asked || (fdb.loading && data === undefined)),
      fault: refused ? null : ((fault ?? overlayFault)?.error.message ?? null),
    }
  }, [overlay, overlayFault, typed, asked, wanted, q, data, fault, fdb.loading])
}
