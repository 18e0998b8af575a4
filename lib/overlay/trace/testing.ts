import type { Neighbour, NeighbourReading } from '@/lib/model/neighbour'
import type { Trace } from '@/lib/model/trace'
import { buildOverlay } from '../build/build'
import type { NodeInput } from '../build/input'
import { checkOverlay } from '../checks'
import { READ_AT } from '../testing'
import { type Question, traceFrame } from './trace'

export const neighboursOf = (
  node: string,
  entries: readonly Omit<Neighbour, 'line'>[],
): Map<string, NeighbourReading> => {
  const neighbours = entries.map(each => ({
    ...each,
    line: `${each.address} dev ${each.ifname}${each.mac === null ? '' : ` lladdr ${each.mac}`} ${each.state}`,
  }))
  return new Map([[node, { command: 'ip neigh show to 10.0.1.2', readAt: READ_AT, neighbours }]])
}

interface Given {
  neighbours?: Map<string, NeighbourReading>
  /** With what the checks say of it, an hour later. */
  checks?: boolean
}

/** A trace over nodes as given, in VNI 42 unless told otherwise. Fails where an end can't be taken. */
export const trace = (
  nodes: readonly NodeInput[],
  { vni = 42, ...ends }: Omit<Question, 'vni'> & { vni?: number },
  { neighbours = new Map(), checks = false }: Given = {},
): Trace => {
  const { overlay, fdb } = buildOverlay(nodes)
  const readings = new Map(nodes.flatMap(({ name, reading }) => (reading ? [[name, reading] as const] : [])))
  const now = READ_AT + 3_600_000
  const found = checks ? checkOverlay({ overlay, fdb, readings, now }) : []
  const traced = traceFrame({ overlay, fdb, readings, neighbours, findings: found }, { vni, ...ends })
  if (!traced.ok) throw new Error(`${traced.error.field}: ${traced.error.message}`)
  return traced.value
}
