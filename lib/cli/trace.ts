import type { Snapshot } from '@/lib/bus'
import { findingOf } from '@/lib/change'
import type { TraceAnswer, TraceWay } from '@/lib/model/trace'
import { checkOverlay, traceFrame, whomToAsk } from '@/lib/overlay'
import { printable } from '@/lib/server/inventory'
import { askNeighbours } from '@/lib/server/trace/ask-neighbours'
import type { SshConnection } from '@/lib/ssh'
import { openContext } from './context'
import { EXIT, type Io, writeLine } from './io'
import { connectFor, headOf, readOverlay, reportNodes } from './read-overlay'

interface Question {
  from: string
  vni: number
  to: string
}

const VERDICT: Readonly<Record<TraceAnswer['verdict'], string>> = {
  unicast: 'gets there, by unicast',
  flood: 'is flooded',
  unreachable: 'does not get there',
  unknown: 'may get there: what decides is not known',
}

const stepsOf = ({ hops }: TraceWay): string[] =>
  hops.flatMap(({ node, decision, evidence }) => [
    `  ${node === '' ? '' : `${node}: `}${decision}`,
    ...evidence.map(({ text }) => `      ${text}`),
  ])

/** A trace in words: the verdict, then every step of both ways with its lines. */
export const renderTrace = (trace: TraceAnswer): string => {
  const { from, to, vni, verdict, sent, broken, back } = trace
  const on = sent.destinations.length === 0 ? '' : `, to ${sent.destinations.join(', ')}`
  const lines = [
    `${from.asked} to ${to.asked} in VNI ${vni}: ${VERDICT[verdict]}${on}`,
    ...(broken ? [`because: ${broken.text}`, ...(broken.finding ? [`finding: ${broken.finding}`] : [])] : []),
    'there:',
    ...stepsOf(trace),
    ...(back ? ['back:', ...stepsOf(back)] : []),
  ]
  return lines.map(line => `${printable(line)}\n`).join('')
}

/** What the nodes that matter take the address for, each asked on a connection of its own. */
const neighboursFor = async (configFile: string, question: Question, { overlay, fdb, readings }: Snapshot, io: Io) => {
  const whom = whomToAsk({ overlay, fdb, readings }, question)
  const context = await openContext(configFile, io)
  if (!whom || !context.ok) return new Map()
  const connect = connectFor(context.value, io)
  const named = context.value.inventory.nodes.filter(({ name }) => whom.nodes.includes(name))
  const open = new Map<string, SshConnection>()
  for (const node of named) {
    const opened = await connect(node)
    if (opened.ok) open.set(node.name, opened.value.connection)
  }
  try {
    return await askNeighbours(whom, node => open.get(node) ?? null)
  } finally {
    for (const connection of open.values()) await connection.close()
  }
}

/** `vxscope trace FROM VNI TO`: every node read once, and what would become of a frame. Exits 1 when it doesn't get there. */
export const traceCommand = async (
  { configFile, json, ...question }: Question & { configFile: string; json: boolean },
  io: Io,
): Promise<number> => {
  const read = await readOverlay(configFile, io)
  if (!read.ok) {
    writeLine(io.stderr, read.error)
    return EXIT.usage
  }
  const { overlay, fdb, readings, at } = read.value
  const head = headOf(read.value)
  const findings = checkOverlay({ overlay, fdb, readings, now: at }).map(found => findingOf(found, [], head.at))
  const neighbours = await neighboursFor(configFile, question, read.value, io)
  const traced = traceFrame({ overlay, fdb, readings, neighbours, findings }, question)
  const status = reportNodes(read.value, io)
  if (!traced.ok) {
    writeLine(io.stderr, printable(`${traced.error.field}: expected ${traced.error.message}`))
    return status === EXIT.fine ? EXIT.usage : status
  }
  const answer: TraceAnswer = { ...head, ...traced.value }
  io.stdout.write(json ? `${JSON.stringify(answer)}\n` : renderTrace(answer))
  if (status !== EXIT.fine) return status
  return answer.verdict === 'unreachable' ? EXIT.refused : EXIT.fine
}
