import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeError } from '@/lib/model/error'
import { MOST_CAPTURED, type ProbeRequest, type Step } from '@/lib/model/probe'
import { commandLine, type PingOrder, pingArgv, pingCommand, pingSeconds } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { type EvidenceSource, LATE_SECONDS, openSession, overdue, type Session } from './session'
import { captureTargets, type ProbeSource } from './targets'

/** What is asked, where it is sent from, and whether packets may be captured. */
export interface ProbeRun {
  request: ProbeRequest
  source: ProbeSource
  connection: SshConnection
  capture: boolean
}

/** tcpdump hands packets on after a second at most. */
const LINGER_MS = 1_300
/** Of what was taught it is looked so often whether it is gone. */
const LOOK_MS = 250
/** One answer may take so long. */
const WAIT_SECONDS = 3
const PACKETS = 500
const MOST_LINE = 300

const clean = (line: string): string => line.replace(/\p{C}/gu, ' ').trim().slice(0, MOST_LINE)

/** Runs the command to its end; what it prints is told as it comes. */
const send = async (
  session: Session,
  connection: SshConnection,
  order: PingOrder,
  signal: AbortSignal,
): Promise<void> => {
  let rest = ''
  let said = 0
  let answered = false
  const take = (text: string): void => {
    rest = (rest + text).slice(-4096)
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines.map(clean).filter(line => line !== '')) {
      // Of both programs and of IPv4 and IPv6.
      if (/bytes from|reply from/i.test(line)) answered = true
      if (said++ < 100) session.put({ line: 'said', ms: session.now(), text: line })
    }
  }
  const limit = pingSeconds(order) + LATE_SECONDS
  let timer: NodeJS.Timeout | null = null
  const error = await new Promise<NodeError | null>(resolve => {
    const opened = connection.open(pingCommand(order), { onStdout: take, onStderr: take, onClose: resolve })
    void opened.then(stream => {
      if (!stream.ok) return resolve(stream.error)
      const close = () => void stream.value.close()
      timer = setTimeout(() => {
        resolve(overdue(order.method, limit))
        close()
      }, limit * 1000)
      signal.addEventListener('abort', close, { once: true })
      if (signal.aborted) close()
    })
  })
  if (timer !== null) clearTimeout(timer)
  take('\n')
  // ping ends with 1 when nothing answers: that is an answer too.
  const failed = error !== null && !(error.code === 'exitStatus' && said > 0) ? error : null
  session.put({ line: 'sent', ms: session.now(), answered, error: failed })
}

/** Rows that were taught and are not gone. */
const alive = (steps: readonly Step[]): number => {
  const rows = new Set<string>()
  for (const { taught } of steps) {
    if (taught === null) continue
    const key = `${taught.node} ${taught.ifname} ${taught.mac}`
    if (taught.event === 'gone') rows.delete(key)
    else rows.add(key)
  }
  return rows.size
}

const pause = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, null, { signal }).catch(() => null)

/**
 * Sends a few packets through the overlay and tells, as it happens, what was captured and what it taught; then, for so long as was
 * asked, what becomes of that. Ends with the signal at any time, on the nodes too.
 */
export const runProbe = (source: EvidenceSource, run: ProbeRun, signal: AbortSignal): Session => {
  const { request, source: sender, connection } = run
  const { from, vni, to, method, count, follow } = request
  const order: PingOrder = { method, ifname: sender.ifname, to, count, wait: WAIT_SECONDS }
  const command = commandLine(pingArgv(order))
  const session = openSession(source, {
    ...{ vni, reference: from, between: [sender.address, to], packets: PACKETS },
    macs: sender.mac === null ? [] : [sender.mac],
    seconds: pingSeconds(order) + 20,
  })
  const followUp = async (): Promise<'done' | 'time' | 'stopped'> => {
    const end = session.now() + follow * 1000
    while (session.now() < end && !signal.aborted) {
      if (alive(session.tell()) === 0) return 'done'
      await pause(LOOK_MS, signal)
    }
    if (signal.aborted) return 'stopped'
    return follow > 0 ? 'time' : 'done'
  }
  const work = async (): Promise<void> => {
    const targets = captureTargets(source.bus.current(), vni)
    const own = targets.filter(({ node }) => node === from)
    const nearby = [...own, ...targets.filter(({ node }) => node !== from)].slice(0, MOST_CAPTURED)
    if (run.capture) await session.capture(nearby)
    session.begin({ from, to, ifname: sender.ifname, command })
    if (!signal.aborted) await send(session, connection, order, signal)
    if (run.capture) await pause(LINGER_MS, signal)
    await session.stopCaptures()
    await session.end(await followUp())
  }
  work().catch(session.fail)
  return session
}
