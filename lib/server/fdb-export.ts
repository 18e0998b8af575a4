import type { FdbQuery } from '@/lib/model/api'
import type { FdbRow, Head } from '@/lib/model/overlay'
import type { FdbPage } from '@/lib/overlay'
import { answerTurn } from '@/lib/turns'
import { csvHeader, csvLine } from './fdb-csv'

/** Rows written at once: some milliseconds of work. */
const ROWS_AT_ONCE = 1000

type Pieces = Generator<string>

const inPieces = function* (rows: readonly FdbRow[], write: (row: FdbRow, index: number) => string): Pieces {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    yield rows
      .slice(at, at + ROWS_AT_ONCE)
      .map((row, index) => write(row, at + index))
      .join('')
}

const csvPieces = function* (rows: readonly FdbRow[]): Pieces {
  yield csvHeader
  yield* inPieces(rows, csvLine)
}

const jsonPieces = function* (head: Head, { rows, total, nextCursor }: FdbPage): Pieces {
  yield `${JSON.stringify({ ...head, total, nextCursor }).slice(0, -1)},"rows":[`
  yield* inPieces(rows, (row, index) => `${index === 0 ? '' : ',\n'}${JSON.stringify(row)}`)
  yield ']}\n'
}

/** A piece whenever the reader wants one: a slow reader, or none, costs no memory, and others are served in between. */
const streamOf = (pieces: Pieces): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async controller => {
      await answerTurn()
      const piece = pieces.next()
      if (piece.done) controller.close()
      else controller.enqueue(encoder.encode(piece.value))
    },
    cancel: () => void pieces.return(undefined),
  })
}

const plain = (text: string): string => text.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^-+|-+$/g, '')

/**
 * What an export's file is called: what it is about, how many entries it has, and of which moment. One that is cut off says
 * of how many: `vxscope-fdb_node-ubuntu_12-entries_2026-11-22T14-02-11Z.csv`.
 */
export const exportName = (query: FdbQuery, { rows, total }: FdbPage, at: string, extension: string): string => {
  const { vni, node, mac, dst, kind, state } = query
  const fields = Object.entries({ vni, node, mac, dst, kind, state }).flatMap(([key, value]) =>
    value === undefined ? [] : `${key}-${value}`,
  )
  const about = plain([...fields, query.q ?? ''].join(' ')).slice(0, 60)
  const count = rows.length === total ? `${total}` : `${rows.length}-of-${total}`
  const moment = at.replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')
  return ['vxscope-fdb', about, `${count}-entries`, moment]
    .filter(part => part !== '')
    .join('_')
    .concat('.', extension)
}

interface Exported {
  query: FdbQuery
  head: Head
  page: FdbPage
  format: 'csv' | 'json'
}

const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json' } as const

/** Rows as a file to keep. `x-total-count` is how many match, written or not. */
export const exportFdb = ({ query, head, page, format }: Exported): Response =>
  new Response(streamOf(format === 'csv' ? csvPieces(page.rows) : jsonPieces(head, page)), {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="${exportName(query, page, head.at, format)}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-total-count': String(page.total),
    },
  })
