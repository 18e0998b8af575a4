import type { HistoryResult, NewAuditEntry } from '@/lib/history'
import type { AuditEntry } from '@/lib/model/audit'
import type { KeptHistory } from './keep-history'
import { log } from './log'

/** Of what a node said to a change: enough to see why it failed. */
const MOST_OUTPUT = 64 * 1024

type Kept = Pick<AuditEntry, 'from' | 'action' | 'result'>
type Further = Partial<Pick<AuditEntry, 'nodes' | 'plan' | 'commands' | 'output'>>

/** What was done, as whoever did it tells. Without secrets; `output` is cut where it is longer than anybody reads. */
export type AuditRecord = Kept & Further & { who: { name: string; via: AuditEntry['via'] } }

export interface Audit {
  /**
   * Writes down what was done. Resolves once it is on the disk. Never throws: where it can't be written the server's log has
   * it instead, and the result says so.
   */
  record(entry: AuditRecord): Promise<HistoryResult<null>>
}

const cut = (text: string): string => (text.length > MOST_OUTPUT ? `${text.slice(0, MOST_OUTPUT)}\n… (cut)` : text)

/** As the log keeps it; `at` in ms. */
export const entryOf = (
  { who, nodes = [], plan = null, commands = [], output = '', ...rest }: AuditRecord,
  at: number,
): NewAuditEntry => ({ at, who: who.name, via: who.via, nodes, plan, commands, output: cut(output), ...rest })

export const createAudit = (history: KeptHistory, now: () => number): Audit => ({
  record: async said => {
    const entry = entryOf(said, now())
    const written = history.ok ? await history.value.audit(entry) : history
    if (!written.ok) log.error(`The audit log can't be written (${written.error.message}): ${JSON.stringify(entry)}`)
    return written.ok ? { ok: true, value: null } : written
  },
})
