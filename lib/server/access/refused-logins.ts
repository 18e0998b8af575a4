import type { AuditRecord } from '../audit'

/** Of one name so many refused logins are written down each by itself within a window; the others are one entry at its end. */
const EACH = 10
const WINDOW_MS = 10 * 60_000

interface Window {
  count: number
  timer: NodeJS.Timeout
}

/** Refused logins on their way into the audit log, which anybody can bring about and nobody may fill. */
export interface RefusedLogins {
  /** `name`: of a user there is, else `unknown`. Resolves once it is written down, where it is by itself. */
  note(name: string, from: string | null): Promise<void>
  /** Writes down at once what waits. */
  flush(): Promise<void>
}

export const createRefusedLogins = (record: (entry: AuditRecord) => Promise<unknown>): RefusedLogins => {
  const windows = new Map<string, Window>()
  const write = async (name: string, from: string | null, output = ''): Promise<void> => {
    await record({ who: { name, via: null }, from, action: 'login', output, result: 'refused' })
  }
  const close = async (name: string): Promise<void> => {
    const window = windows.get(name)
    if (window === undefined) return
    windows.delete(name)
    clearTimeout(window.timer)
    const more = window.count - EACH
    if (more > 0) await write(name, null, `${more} more within ${WINDOW_MS / 60_000} minutes`)
  }
  const opened = (name: string): Window => {
    const timer = setTimeout(() => void close(name), WINDOW_MS)
    timer.unref()
    const window = { count: 0, timer }
    windows.set(name, window)
    return window
  }
  return {
    note: async (name, from) => {
      const window = windows.get(name) ?? opened(name)
      window.count += 1
      if (window.count <= EACH) await write(name, from)
    },
    flush: async () => {
      await Promise.all([...windows.keys()].map(close))
    },
  }
}
