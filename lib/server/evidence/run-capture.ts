import type { CaptureRequest } from '@/lib/model/probe'
import { type EvidenceSource, openSession, type Session } from './session'
import type { CaptureTarget } from './targets'

/**
 * Captures on several nodes at once and tells each packet once, with what FDBs learned from it. Ends when every node has its packets or
 * its time is up, or with the signal, on the nodes too.
 */
export const runCapture = (
  source: EvidenceSource,
  { vni, packets, seconds }: CaptureRequest,
  targets: readonly CaptureTarget[],
  signal: AbortSignal,
): Session => {
  // tcpdump hands packets on after a second at most.
  const whole = { packets, seconds: seconds + 1 }
  const session = openSession(source, { vni, reference: null, between: null, macs: [], ...whole })
  const work = async (): Promise<void> => {
    session.begin(null)
    signal.addEventListener('abort', () => void session.stopCaptures(), { once: true })
    await session.capture(targets)
    if (signal.aborted) await session.stopCaptures()
    await session.idle()
    const why = signal.aborted ? 'stopped' : session.isFull() ? 'tooMuch' : 'done'
    await session.end(why)
  }
  work().catch(session.fail)
  return session
}
