import { readFileSync } from 'node:fs'
import { processesIn } from '@/e2e/lab/processes'

/** USER_HZ, which Linux gives to programs on every architecture. */
const TICK_MS = 10

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // It ended meanwhile.
    return ''
  }
}

/** proc(5): `schedstat` holds a process's own time in ns, fields 16 and 17 of `stat` that of its ended children in ticks. */
const usedMs = (pid: number): number => {
  const own = Number(read(`/proc/${pid}/schedstat`).split(' ')[0]) / 1e6
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (own || 0) + TICK_MS * ((Number(fields[13]) || 0) + (Number(fields[14]) || 0))
}

/** Ms of CPU that the processes in these namespaces and their ended children have used, sshd among them. */
export const cpuOf = (namespaces: readonly string[]): number =>
  processesIn(namespaces).reduce((sum, { pid }) => sum + usedMs(pid), 0)
