import type { Hop, TraceWay } from '@/lib/model/trace'
import { protocolOf, requestFrom } from './answering'
import { hop, lost } from './delivery'
import { isAnswer, type Named } from './ends'
import { neighbourLine } from './lines'
import type { Place, Scene } from './scene'

/** What the sender's stack does before anything leaves. */
export interface Asking {
  /** Whether a request goes out first. `null`: nobody can tell. */
  asks: boolean | null
  /** What it takes the address for; `null` where nothing tells. */
  mac: string | null
  hops: Hop[]
  /** A request that it is known to need goes nowhere. */
  broken: TraceWay['broken']
  /** So does one that it may need. */
  inVain: boolean
}

const NOTHING: Asking = { asks: false, mac: null, hops: [], broken: null, inVain: false }

/** Whether the sender must ask for the MAC of an address, what says so, and what becomes of what it asks. */
export const asking = (scene: Scene, start: Place, named: Named, address: string | null): Asking => {
  if (named.mac !== null || address === null) return NOTHING
  const { node, own, port } = start
  const way = protocolOf(address)
  const answers = scene.input.neighbours.get(node)
  const sender = own && port === null ? own : null
  const entry = answers?.neighbours.find(each => each.address === address && each.ifname === sender?.ifname)
  const evidence = neighbourLine(scene, node, address)
  if (entry && isAnswer(entry)) {
    const text = `${node} takes ${address} for ${entry.mac} (${entry.state}): it need not ask.`
    return { ...NOTHING, mac: entry.mac, hops: [hop(node, 'ask', 'goes', text, entry.mac, evidence)] }
  }
  const request = requestFrom(scene, start, address)
  if (request?.by === 'answered') {
    const { mac, text } = request
    return { ...NOTHING, mac, hops: [hop(node, 'ask', 'goes', text, mac, request.evidence)] }
  }
  const inVain = request?.by === 'dropped'
  if (!sender || !answers) {
    const who = own ? node : `the host behind ${port ?? node}`
    const lead = `Whether ${who} knows the MAC of ${address} isn’t known`
    const text = request
      ? `${lead}. ${request.text}`
      : `${lead}; if it has to ask, its ${way} request is flooded first.`
    return { ...NOTHING, asks: null, inVain, hops: [hop(node, 'ask', 'unknown', text, null, request?.evidence)] }
  }
  const text = `${node} has no answer for ${address} on ${sender.ifname}: it asks by ${way}, which is broadcast.`
  const asked = { ...NOTHING, asks: true, inVain, hops: [hop(node, 'ask', 'flood', text, address, evidence)] }
  if (!inVain) return asked
  const end = lost(scene, {
    ...{ node, step: 'ask', why: 'proxyDrops', findings: [] },
    ...{ text: request.text, evidence: request.evidence },
  })
  return { ...asked, hops: [...asked.hops, ...end.hops], broken: end.broken }
}
