import { access, constants, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import type { ApiError, RequestError } from '@/lib/model/error'
import type { Node } from '@/lib/model/overlay'
import { CaptureRequest, type EvidenceLine, ProbeRequest } from '@/lib/model/probe'
import type { Result } from '@/lib/model/result'
import { createEvidence, type Evidence } from '@/lib/server/evidence/evidence'
import { printable } from '@/lib/server/inventory'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { wanted } from '@/lib/server/wanted'
import { createCliAudit, whoRuns } from './cli-audit'
import { openContext, unknownNode } from './context'
import { createTeller } from './evidence-teller'
import { EXIT, type Io, writeLine } from './io'
import { HELP_HINT } from './options'
import { unwritten } from './unwritten'

type Lines = AsyncGenerator<EvidenceLine, void>

interface Given {
  configFile: string
  json: boolean
}

/** Nodes that have not been read by then are left out. */
const READ_MS = 15_000

const untilRead = async ({ bus }: Pick<Runtime, 'bus'>): Promise<void> => {
  const end = performance.now() + READ_MS
  const isPending = () =>
    bus
      .current()
      .overlay.nodes.some(({ error, state, watch }) => error === null && (state !== 'live' || watch === 'none'))
  while (isPending() && performance.now() < end) await sleep(50)
}

const TOO_SLOW: ApiError = {
  code: 'timeout',
  message: `not read within ${READ_MS / 1000} s`,
  hint: '`vxscope node test NODE` tells which step takes so long.',
}

/** Nodes of which nothing is known now, and why; of all, or of those that are named. */
const unreadNodes = (nodes: readonly Node[], named: readonly string[]) =>
  nodes.flatMap(({ name, state, error }) =>
    state === 'live' || (named.length > 0 && !named.includes(name)) ? [] : [{ name, error: error ?? TOO_SLOW }],
  )

/** Tells why nothing is done. Gives the exit code. */
const refuse = (
  faults: readonly { name: string | null; error: ApiError }[],
  json: boolean,
  status: number,
  io: Io,
): number => {
  const [first] = faults
  if (json && first) writeLine(io.stdout, JSON.stringify({ error: first.error }))
  for (const { name, error } of faults) {
    writeLine(io.stderr, printable(`${name === null ? '' : `${name}: `}${error.code}: ${error.message}`))
    writeLine(io.stderr, `  ${printable(error.hint)}`)
  }
  return status
}

/** What is asked for, and of whom. */
interface Order {
  /** Nodes that were named: each must be in the inventory, and be read. */
  named: readonly string[]
  ask: (evidence: Evidence, signal: AbortSignal) => Result<Lines, RequestError>
  /** Is told how it is going at its begin. */
  begun: (evidence: Evidence, id: string) => void
  exit: (teller: ReturnType<typeof createTeller>) => number
}

/** Starts a collector of our own, asks for evidence, and tells it. Gives the exit code. */
const tellEvidence = async (
  { configFile, json }: Given,
  io: Io,
  { named, ask, begun, exit }: Order,
): Promise<number> => {
  const context = await openContext(configFile, io)
  if (!context.ok) {
    writeLine(io.stderr, context.error)
    return EXIT.usage
  }
  const { inventory } = context.value
  const stranger = named.find(name => !inventory.nodes.some(node => node.name === name))
  if (stranger !== undefined) {
    const error = { code: 'notFound', ...unknownNode(inventory, configFile, stranger) }
    return refuse([{ name: null, error }], json, EXIT.usage, io)
  }
  const runtime = await startRuntime(configFile, { env: io.env, home: io.home })
  const stop = new AbortController()
  const forget = io.onInterrupt(() => stop.abort())
  try {
    await untilRead(runtime)
    const unread = unreadNodes(runtime.bus.current().overlay.nodes, named)
    if (named.length > 0 && unread.length > 0) return refuse(unread, json, EXIT.node, io)
    // Of all nodes those that can be are asked.
    const status = refuse(unread, false, unread.length > 0 ? EXIT.node : EXIT.fine, io)
    const evidence = createEvidence({ ...runtime, audit: createCliAudit(inventory, configFile, io) })
    const lines = ask(evidence, stop.signal)
    if (!lines.ok) {
      const own = lines.error.code === 'notFound' ? EXIT.usage : EXIT.refused
      return refuse([{ name: null, error: lines.error }], json, status === EXIT.fine ? own : status, io)
    }
    const teller = createTeller(io, json)
    for await (const line of lines.value) {
      if (line.line === 'begin') begun(evidence, line.id)
      teller.take(line)
    }
    return status === EXIT.fine ? exit(teller) : status
  } finally {
    forget()
    await runtime.stop()
  }
}

const TYPED: Readonly<Record<string, string>> = {
  count: '--count',
  follow: '--follow',
  method: '--arping',
  packets: '--packets',
  seconds: '--seconds',
  nodes: 'node',
}

/** A request as typed, checked; `null` where something can't be taken, which has been told. */
const checked = <Schema extends z.ZodType>(schema: Schema, given: unknown, io: Io): z.output<Schema> | null => {
  const parsed = schema.safeParse(given, { error: wanted })
  if (parsed.success) return parsed.data
  for (const { path: where, message } of parsed.error.issues) {
    const field = String(where[0])
    writeLine(io.stderr, printable(`${TYPED[field] ?? field}: expected ${message}`))
  }
  writeLine(io.stderr, HELP_HINT)
  return null
}

/** `vxscope probe FROM VNI TO`. Gives the exit code: 1 when nothing answered or it was refused. */
export const probeCommand = async (given: Given & { request: object }, io: Io): Promise<number> => {
  const request = checked(ProbeRequest, given.request, io)
  if (request === null) return EXIT.usage
  return tellEvidence(given, io, {
    named: [request.from],
    ask: (evidence, signal) => evidence.probe(request, whoRuns(), signal),
    begun: () => {},
    exit: teller => {
      if (teller.answered()) return EXIT.fine
      return teller.failed().has(request.from) ? EXIT.node : EXIT.refused
    },
  })
}

/** What is captured comes once: that there is a place for it is seen to before. */
const makeFolder = async (folder: string | null, io: Io): Promise<boolean> => {
  if (folder === null) return true
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
    return true
  } catch {
    writeLine(io.stderr, printable(`--write ${folder}: no folder that can be made, or written to`))
    return false
  }
}

/** `vxscope capture VNI [NODE…]`; `folder`: where a pcap of each node is written. Gives the exit code. */
export const captureCommand = async (
  given: Given & { request: object; folder: string | null },
  io: Io,
): Promise<number> => {
  const request = checked(CaptureRequest, given.request, io)
  if (request === null || !(await makeFolder(given.folder, io))) return EXIT.usage
  let kept: { evidence: Evidence; id: string } | null = null
  const status = await tellEvidence(given, io, {
    named: request.nodes ?? [],
    ask: (evidence, signal) => evidence.capture(request, whoRuns(), signal),
    begun: (evidence, id) => {
      kept = { evidence, id }
    },
    exit: teller => (teller.failed().size > 0 ? EXIT.node : EXIT.fine),
  })
  return (await writeCaptures(kept, given.folder, io)) ? status : EXIT.usage
}

/** Whether each could be written. */
const writeCaptures = async (
  kept: { evidence: Evidence; id: string } | null,
  folder: string | null,
  io: Io,
): Promise<boolean> => {
  if (kept === null || folder === null) return true
  let isWhole = true
  for (const node of kept.evidence.shelf.nodes(kept.id)) {
    const file = path.join(folder, `${node}.pcap`)
    const bytes = kept.evidence.shelf.pcap(kept.id, node)
    if (bytes === null) continue
    try {
      await writeFile(file, bytes)
      writeLine(io.stderr, `written: ${file}`)
    } catch (error) {
      isWhole = false
      writeLine(io.stderr, printable(unwritten(file, error)))
    }
  }
  return isWhole
}
