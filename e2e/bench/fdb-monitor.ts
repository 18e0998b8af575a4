import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { LabInfo } from '@/e2e/lab/lab'
import { TOOL_PATH } from '@/e2e/lab/run'
import { nodeWords } from '@/e2e/lab/testing'
import { parseFdbLine, WATCHING, watchCommand } from '@/lib/platform'

/** Ms since 1970, finer than a millisecond: a page of the same machine tells the same time by the same words. */
export const wallNow = (): number => performance.timeOrigin + performance.now()

/** What a monitor has told of each MAC; moments by `wallNow`. */
export interface FdbMonitor {
  /** When it was first told of. */
  added: ReadonlyMap<string, number>
  /** When it was last told to be gone. */
  deleted: ReadonlyMap<string, number>
  stop(): Promise<void>
}

const follow = (argv: readonly string[]) => {
  const [program = '', ...rest] = argv
  const child = spawn(program, rest, { stdio: 'pipe', env: { ...process.env, PATH: TOOL_PATH } })
  const ended = once(child, 'close')
  const added = new Map<string, number>()
  const deleted = new Map<string, number>()
  createInterface({ input: child.stdout }).on('line', line => {
    const at = wallNow()
    const parsed = parseFdbLine(line)
    if (parsed === null || !('entry' in parsed)) return
    const { mac } = parsed.entry
    if (parsed.deleted) deleted.set(mac, at)
    else if (!added.has(mac)) added.set(mac, at)
  })
  return { child, ended, monitor: { added, deleted } }
}

/** What the kernel of a namespace tells, through no SSH. Resolves when the monitor hears it. */
export const watchKernel = async (namespace: string): Promise<FdbMonitor> => {
  const { child, ended, monitor } = follow(['ip', 'netns', 'exec', namespace, 'sh', '-c', watchCommand('fdb')])
  for await (const line of createInterface({ input: child.stderr })) if (line === WATCHING) break
  return {
    ...monitor,
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}

/** What a bare `ssh NODE bridge monitor fdb` prints. It doesn't tell when it begins to hear. */
export const watchOverSsh = (lab: LabInfo, node: string): FdbMonitor => {
  const { child, ended, monitor } = follow([...nodeWords(lab, node), '/sbin/bridge monitor fdb'])
  child.stderr.pipe(process.stderr)
  return {
    ...monitor,
    stop: async () => {
      child.kill()
      await ended
    },
  }
}
