import { NoQuery } from '@/lib/model/api'
import type { RequestError } from '@/lib/model/error'
import type { EvidenceLine } from '@/lib/model/probe'
import type { Result } from '@/lib/model/result'
import { answerLines, stopWith } from '../answer-lines'
import { refuse, refuseError } from '../http'
import { parseQuery } from '../query'
import type { Shelf } from './shelf'

/** Begins what was asked and answers its lines as they come, or says why not. Ends with the request. */
export const answerEvidence = (
  signal: AbortSignal,
  begin: (stop: AbortSignal) => Result<AsyncGenerator<EvidenceLine, void>, RequestError>,
): Response => {
  const stop = stopWith(signal)
  const begun = begin(stop.signal)
  return begun.ok ? answerLines(begun.value, stop) : refuseError(begun.error)
}

/** A node's part of a capture as a pcap file. */
export const answerPcap = (
  request: Request,
  shelf: Pick<Shelf, 'pcap'>,
  { id, node }: { id: string; node: string },
): Response => {
  const query = parseQuery(request, NoQuery)
  if (!query.ok) return query.error
  const bytes = shelf.pcap(id, node)
  if (bytes === null)
    return refuse(
      'notFound',
      'This capture is not kept any more.',
      'Captures can be downloaded for half an hour; take it again.',
    )
  const name = `vxscope-${id}-${node.replace(/[^A-Za-z0-9._-]/g, '_')}.pcap`
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/vnd.tcpdump.pcap',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
