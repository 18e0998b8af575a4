import type { ApiError } from '@/lib/model/error'
import { type CaptureNode, compareSteps, type EvidenceLine, type Step } from '@/lib/model/probe'
import { printable } from '@/lib/server/inventory'
import { type Io, writeLine } from './io'

/** Packets come from nodes a second late; then the story so far is whole. */
const WHOLE_MS = 1_800

const timeOf = (ms: number): string => `${ms < 1000 ? ms.toFixed(2) : Math.round(ms)} ms`.padStart(12)

const stepLines = ({ ms, text, frame }: Step): string[] => [
  printable(`${timeOf(ms)}  ${text}`),
  ...(frame === null ? [] : [`${' '.repeat(14)}${printable(frame.line)}`]),
]

/** Tells steps in their order: those of the first moments together, once all have come; later ones as they come. */
const createStepTeller = (io: Io) => {
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

/** Why nothing was captured, where nodes did capture and there was nothing; else `null`. */
const whyEmpty = (vni: number, nodes: readonly CaptureNode[]): string | null => {
  const listened = nodes.filter(({ state }) => state !== 'none')
  if (listened.length === 0 || listened.some(({ packets }) => packets > 0)) return null
  const names = listened.map(({ node }) => node).join(', ')
  return `No packet of VNI ${vni} was captured on ${names}: none passed there meanwhile. --seconds captures longer, vxscope probe sends some.`
}

/** Tells what `probe` and `capture` are answered as it comes: a line of JSON each, or words. What went wrong goes to stderr. */
export const createTeller = (io: Io, json: boolean) => {
  const steps = createStepTeller(io)
  const nodes = new Map<string, CaptureNode>()
  const failed = new Set<string>()
  let begun: (EvidenceLine & { line: 'begin' }) | null = null
  let answered = false
  const fault = (node: string, what: string, { message, hint }: ApiError): void => {
    if (failed.has(node)) return
    failed.add(node)
    writeLine(io.stderr, printable(`${node}: ${what}: ${message}. ${hint}`))
  }
  const end = (): void => {
    steps.end()
    const empty = begun?.probe === null ? whyEmpty(begun.vni, [...nodes.values()]) : null
    if (empty !== null) writeLine(io.stdout, printable(empty))
  }
  return {
    take: (line: EvidenceLine): void => {
      if (json) writeLine(io.stdout, JSON.stringify(line))
      if (line.line === 'begin') begun = line
      if (line.line === 'said' && !json) writeLine(io.stdout, printable(line.text))
      if (line.line === 'step' && !json) steps.take(line.step)
      if (line.line === 'node') {
        const { node, state, error } = line.node
        nodes.set(node, line.node)
        if (error !== null) fault(node, state === 'none' ? 'not captured' : 'not captured to the end', error)
      }
      if (line.line === 'sent') {
        answered = line.answered
        if (line.error !== null) fault(begun?.probe?.from ?? '', 'not sent to the end', line.error)
      }
      if (line.line === 'end' && !json) end()
    },
    /** Whether anything came back. */
    answered: () => answered,
    /** Nodes that could not do what was asked of them. */
    failed: (): ReadonlySet<string> => failed,
  }
}
