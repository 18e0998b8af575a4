import { access, constants, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import type { ApiError } from '@/lib/model/error'
import { CaptureRequest, compareSteps, type EvidenceLine, ProbeRequest, type Step } from '@/lib/model/probe'
import type { Result } from '@/lib/model/result'
import { createEvidence, type Evidence } from '@/lib/server/evidence/evidence'
import { printable } from '@/lib/server/inventory'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { createCliAudit, whoRuns } from './cli-audit'
import { openContext } from './context'
import { EXIT, type Io, writeLine } from './io'

type Lines = AsyncGenerator<EvidenceLine, void>

interface Given {
  configFile: string
  json: boolean
}

/** Nodes that have not been read by then are left out. */
const READ_MS = 15_000
/** Packets come from nodes a second late; then the story so far is whole. */
const WHOLE_MS = 1_800

const untilRead = async ({ bus }: Runtime): Promise<void> => {
  const end = performance.now() + READ_MS
  const isPending = () =>
    bus
      .current()
      .overlay.nodes.some(({ error, state, watch }) => error === null && (state !== 'live' || watch === 'none'))
  while (isPending() && performance.now() < end) await sleep(50)
}

const timeOf = (ms: number): string => `${ms < 1000 ? ms.toFixed(2) : Math.round(ms)} ms`.padStart(12)

const stepLines = ({ ms, text, frame }: Step): string[] => [
  printable(`${timeOf(ms)}  ${text}`),
  ...(frame === null ? [] : [`${' '.repeat(14)}${printable(frame.line)}`]),
]

/** Tells steps in their order: those of the first moments together, once all have come; later ones as they come. */
const createTeller = (io: Io) => {
  const steps = new Map<string, Step>()
  const said = new Set<string>()
  const tell = (): void => {
    for (const step of [...steps.values()].sort(compareSteps)) {
      if (said.has(step.id)) continue
      said.add(step.id)
      for (const line of stepLines(step)) writeLine(io.stdout, line)
    }
  }
  let timer: NodeJS.Timeout | null = null
  return {
    take: (step: Step): void => {
      steps.set(step.id, step)
      timer ??= setTimeout(() => {
        timer = null
        tell()
      }, WHOLE_MS)
    },
    end: (): void => {
      if (timer) clearTimeout(timer)
      tell()
    },
  }
}

/** Starts a collector of our own, asks for evidence, and tells it. Gives the exit code. */
const tellEvidence = async (
  { configFile, json }: Given,
  io: Io,
  ask: (evidence: Evidence, signal: AbortSignal) => Result<Lines, ApiError>,
  keep: (evidence: Evidence, id: string) => Promise<void>,
): Promise<number> => {
  const context = await openContext(configFile, io)
  if (!context.ok) {
    writeLine(io.stderr, context.error)
    return EXIT.usage
  }
  const runtime = await startRuntime(configFile, { env: io.env, home: io.home })
  const stop = new AbortController()
  const forget = io.onInterrupt(() => stop.abort())
  try {
    await untilRead(runtime)
    const evidence = createEvidence({ ...runtime, audit: createCliAudit(context.value.inventory, configFile, io) })
    const begun = ask(evidence, stop.signal)
    if (!begun.ok) {
      const { code, message, hint } = begun.error
      if (json) io.stdout.write(`${JSON.stringify({ error: begun.error })}\n`)
      writeLine(io.stderr, printable(`${code}: ${message}`))
      writeLine(io.stderr, `  ${printable(hint)}`)
      return EXIT.refused
    }
    const teller = createTeller(io)
    let answered = true
    for await (const line of begun.value) {
      if (json) writeLine(io.stdout, JSON.stringify(line))
      else if (line.line === 'said') writeLine(io.stdout, printable(line.text))
      else if (line.line === 'step') teller.take(line.step)
      if (line.line === 'node' && line.node.state === 'none')
        writeLine(
          io.stderr,
          printable(`${line.node.node}: not captured: ${line.node.error?.message}. ${line.node.error?.hint}`),
        )
      if (line.line === 'sent') answered = line.answered
      if (line.line === 'begin') await keep(evidence, line.id).catch(() => {})
      if (line.line === 'end' && !json) teller.end()
    }
    return answered ? EXIT.fine : EXIT.refused
  } finally {
    forget()
    await runtime.stop()
  }
}

const checked = <Schema extends z.ZodType>(schema: Schema, given: unknown, io: Io): z.output<Schema> | null => {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  for (const { path: where, message } of parsed.error.issues) writeLine(io.stderr, `${where.join('.')}: ${message}`)
  return null
}

/** `vxscope probe FROM VNI TO`. Gives the exit code: 1 when nothing answered or it was refused. */
export const probeCommand = async (given: Given & { request: object }, io: Io): Promise<number> => {
  const request = checked(ProbeRequest, given.request, io)
  if (request === null) return EXIT.usage
  return tellEvidence(
    given,
    io,
    (evidence, signal) => evidence.probe(request, whoRuns(), signal),
    async () => {},
  )
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
  const status = await tellEvidence(
    given,
    io,
    (evidence, signal) => evidence.capture(request, whoRuns(), signal),
    async (evidence, id) => {
      kept = { evidence, id }
    },
  )
  await writeCaptures(kept, given.folder, io)
  return status
}

const writeCaptures = async (kept: { evidence: Evidence; id: string } | null, folder: string | null, io: Io) => {
  if (kept === null || folder === null) return
  for (const node of kept.evidence.shelf.nodes(kept.id)) {
    const file = path.join(folder, `${node}.pcap`)
    const bytes = kept.evidence.shelf.pcap(kept.id, node)
    if (bytes === null) continue
    await writeFile(file, bytes)
    writeLine(io.stderr, `written: ${file}`)
  }
}
