import { useCallback, useEffect, useRef, useState } from 'react'
import type { ApiError } from '@/lib/model/error'
import { EvidenceLine } from '@/lib/model/probe'
import { type Evidence, NO_EVIDENCE, withLine } from './evidence'
import { ApiFault, asChange, request } from './fetcher'
import { readLines } from './read-lines'

const BROKEN_OFF: ApiError = {
  code: 'noServer',
  message: 'It was broken off: no answer from the vxscope server.',
  hint: 'The server may have been stopped. On the nodes nothing of it goes on. Try again when it is back.',
}

/** Begins a probe or a capture, one at a time, and gives what it tells as it comes; `null` before the first. Ends with the page. */
export const useEvidence = (url: '/api/v1/probe' | '/api/v1/capture') => {
  const [evidence, setEvidence] = useState<Evidence | null>(null)
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])

  const start = useCallback(
    async (body: object) => {
      current.current?.abort()
      const abort = new AbortController()
      current.current = abort
      const tell = (change: (before: Evidence) => Evidence) => {
        if (current.current === abort) setEvidence(before => change(before ?? NO_EVIDENCE))
      }
      tell(() => NO_EVIDENCE)
      try {
        const response = await request(url, { ...asChange('POST', body), signal: abort.signal })
        for await (const line of readLines(response.body ?? new ReadableStream())) {
          const told = EvidenceLine.parse(JSON.parse(line))
          tell(before => withLine(before, told))
        }
        tell(before => ({ ...before, running: false }))
      } catch (cause) {
        const error = cause instanceof ApiFault ? cause.error : BROKEN_OFF
        tell(before => ({ ...before, running: false, error: abort.signal.aborted ? null : error }))
      }
    },
    [url],
  )
  const stop = useCallback(() => current.current?.abort(), [])
  return { evidence, start, stop }
}
