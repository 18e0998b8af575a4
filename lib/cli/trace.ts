import type { Snapshot } from '@/lib/bus'
import { findingOf } from '@/lib/change'
import { isDelivered } from '@/lib/client/trace-words'
import { ok, type Result } from '@/lib/model/result'
import type { TraceAnswer, TraceWay } from '@/lib/model/trace'
import { checkOverlay, type TraceInput, traceFrame, whomToAsk } from '@/lib/overlay'
import { printable } from '@/lib/server/inventory'
import { askNeighbours } from '@/lib/server/trace/ask-neighbours'
import type { SshConnection } from '@/lib/ssh'
import { openContext } from './context'
import { EXIT, type Io, writeLine } from './io'
import { readPast } from './past'
import { connectFor, headOf, readOverlay, reportNodes } from './read-overlay'

interface Question {
  from: string
  vni: number
  to: string
}

const HINT = '`vxscope snapshot` tells nodes and VNIs, `vxscope fdb` the MACs that are known.'

const VERDICT: Readonly<Record<TraceAnswer['verdict'], string>> = {
  unicast: 'gets there, by unicast',
  flood: 'is flooded',
  unreachable: 'does not get there',
  unknown: 'may get there: what decides is not known',
}

const verdictOf = (trace: TraceAnswer): string => {
  const { verdict, sent } = trace
  if (verdict === 'unicast' && sent.by === 'nothing') return 'stays on the node'
  const on = sent.destinations.length === 0 ? '' : `, to ${sent.destinations.join(', ')}`
  if ((verdict !== 'unicast' && verdict !== 'flood') || isDelivered(trace)) return `${VERDICT[verdict]}${on}`
  return `${verdict === 'unicast' ? 'goes by unicast' : 'is flooded'}${on}; whether anybody takes it is not known`
}

const stepsOf = ({ hops }: TraceWay): string[] =>
  hops.flatMap(({ node, decision, evidence }) => [
    `  ${node === '' ? '' : `${node}: `}${decision}`,
    ...evidence.map(({ text }) => `      ${text}`),
  ])

/** A trace in words: the verdict, then every step of both ways with its lines. */
export const renderTrace = (trace: TraceAnswer): string => {
  const { from, to, vni, broken, back } = trace
  const lines = [
    `${from.asked} to ${to.asked} in VNI ${vni}: ${verdictOf(trace)}`,
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

/** What is traced, the exit code that how nodes were read makes, and the answer's head. */
interface Traced extends TraceInput {
  head: ReturnType<typeof headOf>
  status: number
}

const traceInput = async (configFile: string, question: Question, io: Io): Promise<Result<Traced, string>> => {
  const read = await readOverlay(configFile, io)
  if (!read.ok) return read
  const { overlay, fdb, readings, at } = read.value
  const head = headOf(read.value)
  const findings = checkOverlay({ overlay, fdb, readings, now: at }).map(found => findingOf(found, [], head.at))
  const neighbours = await neighboursFor(configFile, question, read.value, io)
  return ok({ overlay, fdb, readings, findings, neighbours, head, status: reportNodes(read.value, io) })
}

/** What nodes took an address for then nobody recorded, nor what was wrong. */
const pastInput = async (configFile: string, at: number, io: Io): Promise<Result<Traced, string>> => {
  const past = await readPast(configFile, at, io)
  if (!past.ok) return past
  const { overlay, fdb, readings } = past.value
  const unknown = { findings: [], neighbours: new Map() }
  return ok({ overlay, fdb, readings, ...unknown, head: headOf(past.value), status: EXIT.fine })
}

interface TraceOrder extends Question {
  configFile: string
  json: boolean
  /** ms since 1970; of now without it. */
  at: number | undefined
}

/**
 * `vxscope trace FROM VNI TO`: every node read once, or the history of a moment, and what would become of a frame. Exits 1 when
 * it doesn't get there.
 */
export const traceCommand = async ({ configFile, json, at, ...question }: TraceOrder, io: Io): Promise<number> => {
  const asked = at === undefined ? await traceInput(configFile, question, io) : await pastInput(configFile, at, io)
  if (!asked.ok) {
    writeLine(io.stderr, asked.error)
    return EXIT.usage
  }
  const { head, status, ...input } = asked.value
  const traced = traceFrame(input, question)
  if (!traced.ok) {
    writeLine(io.stderr, printable(`${traced.error.field}: expected ${traced.error.message}`))
    writeLine(io.stderr, `  ${HINT}`)
    return status === EXIT.fine ? EXIT.usage : status
  }
  const answer: TraceAnswer = { ...head, ...traced.value }
  io.stdout.write(json ? `${JSON.stringify(answer)}\n` : renderTrace(answer))
  if (status !== EXIT.fine) return status
  return answer.verdict === 'unreachable' ? EXIT.refused : EXIT.fine
}
