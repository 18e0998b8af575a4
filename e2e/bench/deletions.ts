import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { TOOL_PATH } from '@/e2e/lab/run'
import { parseFdbLine, WATCHING, watchCommand } from '@/lib/platform'

/** What the kernel of a namespace deletes, seen by a monitor of its own that goes through no SSH. */
export interface Deletions {
  /** ms since 1970, by MAC; of the last one where there were more. */
  at: ReadonlyMap<string, number>
  stop(): Promise<void>
}

/** Resolves when the monitor hears the kernel. */
export const watchDeletions = async (namespace: string): Promise<Deletions> => {
  const child = spawn('ip', ['netns', 'exec', namespace, 'sh', '-c', watchCommand('fdb')], {
    stdio: 'pipe',
    env: { ...process.env, PATH: TOOL_PATH },
  })
  const ended = once(child, 'close')
  const at = new Map<string, number>()
  createInterface({ input: child.stdout }).on('line', line => {
    const parsed = parseFdbLine(line)
    if (parsed && 'deleted' in parsed && parsed.deleted) at.set(parsed.entry.mac, Date.now())
  })
  for await (const line of createInterface({ input: child.stderr })) if (line === WATCHING) break
  return {
    at,
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}
