import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CaptureRequest } from '@/lib/model/probe'
import { createEvidence } from '@/lib/server/evidence/evidence'
import { startRuntime } from '@/lib/server/runtime'

const WHO = { name: 'local', role: 'admin', via: 'local', from: null } as const

/** Captures on all nodes of an inventory until the process is killed; prints `capturing` when all of them do. */
export const holdCapture = async (configFile: string): Promise<void> => {
  const runtime = await startRuntime(configFile, { home: path.dirname(configFile) })
  const nodes = runtime.access.inventory().nodes.length
  while (runtime.bus.current().overlay.nodes.some(({ state }) => state !== 'live')) await sleep(50)
  const request = CaptureRequest.parse({ vni: 42, seconds: 120 })
  const begun = createEvidence({ ...runtime, audit: null }).capture(request, WHO, new AbortController().signal)
  if (!begun.ok) throw new Error(begun.error.message)
  const capturing = new Set<string>()
  for await (const line of begun.value) {
    if (line.line !== 'node' || line.node.state !== 'capturing') continue
    capturing.add(line.node.node)
    if (capturing.size === nodes) process.stdout.write('capturing\n')
  }
}
