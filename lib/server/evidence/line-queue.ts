import type { EvidenceLine } from '@/lib/model/probe'

/** Lines on their way to who asked. */
export interface LineQueue {
  put(line: EvidenceLine): void
  close(): void
  lines(): AsyncGenerator<EvidenceLine, void>
}

/** More than these wait for nobody: a step that is told again makes the one before needless. */
const keyOf = (line: EvidenceLine): string | null => {
  if (line.line === 'step') return `step ${line.step.id}`
  return line.line === 'node' ? `node ${line.node.node}` : null
}

/** Bounded: of a node or a step only what was last said of it waits. */
export const createLineQueue = (): LineQueue => {
  let waiting: EvidenceLine[] = []
  let closed = false
  let wake: () => void = () => {}
  return {
    put: line => {
      if (closed) return
      const key = keyOf(line)
      if (key !== null) waiting = waiting.filter(other => keyOf(other) !== key)
      waiting.push(line)
      wake()
    },
    close: () => {
      closed = true
      wake()
    },
    lines: async function* () {
      for (;;) {
        const next = waiting.shift()
        if (next) yield next
        else if (closed) return
        else
          await new Promise<void>(resolve => {
            wake = resolve
          })
      }
    },
  }
}
