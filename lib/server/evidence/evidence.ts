import type { Principal } from '@/lib/model/access'
import type { RequestError } from '@/lib/model/error'
import type { CaptureRequest, EvidenceLine, ProbeRequest } from '@/lib/model/probe'
import { MOST_CAPTURED } from '@/lib/model/probe'
import { fail, ok, type Result } from '@/lib/model/result'
import type { Audit } from '../audit'
import type { Runtime } from '../runtime'
import { prepareCapture, prepareProbe } from './prepare'
import { runCapture } from './run-capture'
import { runProbe } from './run-probe'
import type { Session } from './session'
import { createShelf, type Shelf } from './shelf'

/** Probes and captures at once, over all users: each holds channels on kept connections. */
const AT_ONCE = 4

type Surroundings = Pick<Runtime, 'bus' | 'connectionOf' | 'access'> & { audit: Audit | null }
type Lines = AsyncGenerator<EvidenceLine, void>

/** Probes and captures of this process. */
export interface Evidence {
  shelf: Shelf
  probe(request: ProbeRequest, who: Principal, signal: AbortSignal): Result<Lines, RequestError>
  capture(request: CaptureRequest, who: Principal, signal: AbortSignal): Result<Lines, RequestError>
}

const busy: RequestError = {
  code: 'busy',
  message: `${AT_ONCE} probes or captures are under way.`,
  hint: 'Wait for one of them to end, or end it: closing its page does.',
  fields: [],
}

export const createEvidence = (surroundings: Surroundings): Evidence => {
  const shelf = createShelf(Date.now)
  const source = { ...surroundings, shelf }
  let running = 0

  /** Hands the lines on; what ran where is written down when it is over. */
  const follow = async function* (
    session: Session,
    action: 'probe' | 'capture',
    about: string[],
    who: Principal,
  ): Lines {
    const said: string[] = []
    const commands: { node: string; command: string }[] = []
    let sent = false
    try {
      for await (const line of session.lines()) {
        if (line.line === 'begin' && line.probe) commands.push({ node: line.probe.from, command: line.probe.command })
        if (line.line === 'said') said.push(line.text)
        if (line.line === 'sent') sent = line.error === null
        yield line
      }
    } finally {
      running -= 1
      const captured = session.nodes().filter(({ state }) => state !== 'none')
      for (const { node, command } of captured) if (command !== null) commands.push({ node, command })
      for (const { node, error } of session.nodes()) if (error !== null) said.push(`${node}: ${error.message}`)
      const isDone = action === 'probe' ? sent : captured.length > 0
      await surroundings.audit?.record({
        ...{ who, from: who.from, action, nodes: about, plan: null, commands },
        ...{ output: said.join('\n'), result: isDone ? 'ok' : 'failed' },
      })
    }
  }

  return {
    shelf,
    probe: (request, who, signal) => {
      const run = prepareProbe(request, surroundings)
      if (!run.ok) return run
      if (running >= AT_ONCE) return fail(busy)
      running += 1
      return ok(follow(runProbe(source, run.value, signal), 'probe', [request.from], who))
    },
    capture: (request, who, signal) => {
      const targets = prepareCapture(request, surroundings, MOST_CAPTURED)
      if (!targets.ok) return targets
      if (running >= AT_ONCE) return fail(busy)
      running += 1
      const nodes = targets.value.map(({ node }) => node)
      return ok(follow(runCapture(source, request, targets.value, signal), 'capture', nodes, who))
    },
  }
}
