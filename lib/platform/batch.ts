import { keptCommand } from './kept'
import type { Query } from './script'

/** A program that stays and answers one line of JSON per line it is fed (`-batch`). */
export type BatchProgram = 'ip' | 'bridge'

/** Given once, for every query: JSON, details, and the bridge's ages. */
const OPTIONS: Record<BatchProgram, readonly string[]> = { ip: ['-j', '-d'], bridge: ['-j', '-s', '-d'] }

/** `-force`: it goes on after a query that failed. */
export const batchCommand = (program: BatchProgram): string =>
  keptCommand(`exec ${program} ${OPTIONS[program].join(' ')} -force -batch -`)

/** A batch splits its lines at blanks and knows quotes, comments and `\`. */
const WORD = /^[A-Za-z0-9_.:/@%+,=-]+$/

const isBatchProgram = (program: string | undefined): program is BatchProgram =>
  program === 'ip' || program === 'bridge'

/** Which batch answers a query, and by which line; null when none does: text, an option of its own, a word it would split. */
export const batchLine = ({ argv }: Query): { program: BatchProgram; line: string } | null => {
  const [program, ...rest] = argv
  if (!isBatchProgram(program)) return null
  const first = rest.findIndex(word => !word.startsWith('-'))
  const [options, words] = [rest.slice(0, first), rest.slice(first)]
  const fits = first > 0 && options.includes('-j') && options.every(option => OPTIONS[program].includes(option))
  return fits && words.every(word => WORD.test(word)) ? { program, line: `${words.join(' ')}\n` } : null
}

/** Numbers of the lines that a batch's stderr says have failed, the first line it was fed being 1. */
export const failedLines = (stderr: string): number[] =>
  [...stderr.matchAll(/^Command failed -:(\d+)$/gm)].map(([, line]) => Number(line))

/** A device's beginning in `ip -j link` and `ip -j addr`. No string of JSON holds it: its quotes would be escaped there. */
const DEVICE = /\{"ifindex":(\d+),(?:"link(?:_index)?":(?:\d+|null|"(?:[^"\\]|\\.)*"),)?"ifname":"((?:[^"\\]|\\.)*)"/g

/**
 * Which device has which index and name, as one comparable text; null when the answer names none. A kept `bridge` goes on using
 * the names that it has once looked up, after a rename and after an index is used again (lib/ll_map.c of iproute2), so an answer
 * of its counts only while this has not changed since it was started.
 */
export const deviceSet = (json: string): string | null => {
  const devices = [...json.matchAll(DEVICE)].map(([, ifindex, ifname]) => `${ifindex} ${ifname}`)
  return devices.length === 0 ? null : devices.sort().join('\n')
}
