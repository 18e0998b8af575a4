import type { Snapshot } from '@/lib/bus'
import type { RequestError, RequestErrorCode } from '@/lib/model/error'
import type { CaptureRequest, ProbeRequest } from '@/lib/model/probe'
import { fail, ok, type Result } from '@/lib/model/result'
import type { NodeAccess, Runtime } from '../runtime'
import { whyNotIn } from './not-in-vni'
import type { ProbeRun } from './run-probe'
import { type CaptureTarget, captureTargets, probeSource } from './targets'

const refusal = (code: RequestErrorCode, message: string, hint: string) =>
  fail<RequestError>({ code, message, hint, fields: [] })

/** What is asked of a node that can't do it. */
const cannotProbe = (field: keyof ProbeRequest | keyof CaptureRequest, message: string, hint: string) =>
  fail<RequestError>({ code: 'cannotProbe', message, hint, fields: [{ field, message }] })

const MOST_NAMED = 8

const noVni = ({ overlay }: Snapshot, vni: number) => {
  const known = overlay.vnis.filter(({ members }) => members.length > 0).map(each => each.vni)
  const more = known.length > MOST_NAMED ? `, and ${known.length - MOST_NAMED} more` : ''
  const hint = `Those that are known: ${known.slice(0, MOST_NAMED).join(', ')}${more}.`
  const none = 'No node that was read has a VXLAN device.'
  return refusal('notFound', `No node is known to have VNI ${vni}.`, known.length === 0 ? none : hint)
}

type Asked = Pick<Runtime, 'bus' | 'connectionOf'> & { access: Pick<NodeAccess, 'inventory'> }

/** What a probe is made of; or why it can't be made. */
export const prepareProbe = (
  request: ProbeRequest,
  { bus, connectionOf, access }: Asked,
): Result<ProbeRun, RequestError> => {
  const { from, vni, to } = request
  const { probe, capture } = access.inventory()
  if (!probe)
    return refusal(
      'notSwitchedOn',
      'Probing is not switched on.',
      'It sends packets through your overlay: write "probe: true" into the inventory to allow it to operators.',
    )
  const state = bus.current()
  const members = state.overlay.vnis.find(each => each.vni === vni)?.members ?? []
  if (members.length === 0) return noVni(state, vni)
  if (!members.some(({ node }) => node === from))
    return cannotProbe(
      'from',
      whyNotIn(state.overlay.nodes, from, vni),
      `Probe from one that has: ${members
        .map(({ node }) => node)
        .slice(0, MOST_NAMED)
        .join(', ')}.`,
    )
  const connection = connectionOf(from)
  if (!connection) {
    const error = state.overlay.nodes.find(({ name }) => name === from)?.error
    const why = error ? `: ${error.message}` : ''
    return cannotProbe('from', `${from} is not connected${why}.`, error?.hint ?? 'Try again in a moment.')
  }
  const source = probeSource(state, from, vni, to)
  if (!source)
    return cannotProbe(
      'from',
      `${from} has no address of its own in the overlay of VNI ${vni} that ${to} could answer.`,
      'Probe from a node that has one: on its VXLAN device, or on the bridge that this is a port of.',
    )
  return ok({ request, source, connection, capture })
}

/** On which nodes is captured; or why nowhere. */
export const prepareCapture = (
  { vni, nodes }: CaptureRequest,
  { bus, access }: Asked,
  most: number,
): Result<CaptureTarget[], RequestError> => {
  if (!access.inventory().capture)
    return refusal(
      'notSwitchedOn',
      'Packet capture is not switched on.',
      'It shows headers of your users’ traffic: write "capture: true" into the inventory to allow it to operators.',
    )
  const targets = captureTargets(bus.current(), vni)
  if (targets.length === 0) return noVni(bus.current(), vni)
  const stranger = nodes?.find(name => !targets.some(({ node }) => node === name))
  if (stranger !== undefined)
    return cannotProbe(
      'nodes',
      whyNotIn(bus.current().overlay.nodes, stranger, vni),
      `Those that have it: ${targets
        .map(({ node }) => node)
        .slice(0, MOST_NAMED)
        .join(', ')}.`,
    )
  return ok(targets.filter(({ node }) => nodes?.includes(node) ?? true).slice(0, most))
}
