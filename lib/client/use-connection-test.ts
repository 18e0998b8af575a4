import { useCallback, useEffect, useRef, useState } from 'react'
import type { ApiError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import { TestStep, TrustAnswer } from '@/lib/model/nodes-api'
import { ApiFault, asChange, request, sendChange } from './fetcher'
import { readLines } from './read-lines'
import { nodeUrl } from './use-api'

/** How far a connection test has come; `null` before the first. */
export interface TestRun {
  steps: readonly TestStep[]
  running: boolean
  /** The test itself could not be made. */
  error: ApiError | null
}

const BROKEN_OFF: ApiError = {
  code: 'noServer',
  message: 'The test was broken off: no answer from the vxscope server.',
  hint: 'The server may have been stopped. Try again when it is back.',
}

/** The steps with one told anew: a step is begun once and ended once. */
export const withStep = (steps: readonly TestStep[], next: TestStep): TestStep[] => {
  const at = steps.findIndex(({ step, host, jump }) => step === next.step && host === next.host && jump === next.jump)
  return at < 0 ? [...steps, next] : steps.with(at, next)
}

/** Tries a connection, one at a time: to a node of the inventory, or to one that is only described. */
export const useConnectionTest = () => {
  const [run, setRun] = useState<TestRun | null>(null)
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])

  const start = useCallback(async (name: string, node: InventoryNode | null) => {
    current.current?.abort()
    const abort = new AbortController()
    current.current = abort
    const tell = (change: (before: TestRun) => TestRun) => {
      if (!abort.signal.aborted) setRun(before => change(before ?? { steps: [], running: true, error: null }))
    }
    setRun({ steps: [], running: true, error: null })
    try {
      const init = { ...asChange('POST', node === null ? {} : { node }), signal: abort.signal }
      const response = await request(`${nodeUrl(name)}/test`, init)
      for await (const line of readLines(response.body ?? new ReadableStream())) {
        const step = TestStep.parse(JSON.parse(line))
        tell(before => ({ ...before, steps: withStep(before.steps, step) }))
      }
      tell(before => ({ ...before, running: false }))
    } catch (cause) {
      const error = cause instanceof ApiFault ? cause.error : BROKEN_OFF
      tell(before => ({ ...before, running: false, error }))
    }
  }, [])
  return { run, start }
}

/** Keeps a key that the user has seen and compared. Throws `ApiFault`. */
export const trustKey = (
  name: string,
  node: InventoryNode | null,
  host: string,
  fingerprint: string,
): Promise<TrustAnswer> =>
  sendChange(
    TrustAnswer,
    `${nodeUrl(name)}/trust`,
    asChange('POST', { ...(node !== null && { node }), host, fingerprint }),
  )
