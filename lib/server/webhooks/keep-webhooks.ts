import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ToldFinding } from '@/lib/model/finding'
import type { Webhook } from '@/lib/model/inventory'
import type { SmallFile } from '../small-file'
import { alertmanagerPayload, genericPayload, REPEAT_MS } from './payload'
import { type SendError, type Surroundings, send } from './send'
import { Alert, Teller, type Telling } from './teller'

/** What each receiver takes for open, by how it stands in the inventory. */
export const ToldFile = z.record(z.string(), z.array(Alert))
export type ToldFile = z.infer<typeof ToldFile>

/** How a receiver stands. */
export interface WebhookStatus {
  /** Its name, else its host: a path may hold a secret. */
  to: string
  format: Webhook['format']
  /** Of its last request; `null` where that went well, or there was none. */
  error: { message: string; since: number } | null
  /** When it last took something, ms. */
  sentAt: number | null
}

export interface Webhooks {
  status(): WebhookStatus[]
  stop(): Promise<void>
}

export interface WebhooksOptions extends Surroundings {
  hooks: () => readonly Webhook[]
  /** All that is open now. */
  findings: () => readonly ToldFinding[]
  file: Pick<SmallFile<ToldFile>, 'read' | 'write'>
  /** ms */
  now: () => number
  /** Told once when a receiver begins to fail, and once when it takes something again. */
  report: (message: string) => void
  failure: (cause: unknown) => void
  sent: (to: string, outcome: 'ok' | 'failed') => void
  lookEveryMs?: number
}

/** Findings of one request. */
const AT_ONCE = 200
/** Between two requests to one receiver: what opens meanwhile goes with the next. */
const GAP_MS = 2_000
const FIRST_RETRY_MS = 2_000
const LAST_RETRY_MS = 300_000

export const nameOf = ({ name, url, urlEnv, urlFile }: Webhook): string =>
  name ?? (url !== undefined && URL.canParse(url) ? new URL(url).host : (urlEnv ?? urlFile ?? ''))

/** What is kept of a receiver stands under this: its URL may hold a secret. */
const keyOf = (hook: Webhook): string => createHash('sha256').update(JSON.stringify(hook)).digest('hex').slice(0, 32)

interface Receiver {
  hook: Webhook
  teller: Teller
  status: WebhookStatus
  failures: number
  /** ms */
  next: number
  repeatedAt: number
  busy: Promise<void> | null
}

/**
 * Tells receivers what opens and closes: many findings in one request, one request at a time, one every few seconds at most. One
 * that fails is tried again later and later, with what stands then; others don't wait for it.
 */
export const keepWebhooks = async (options: WebhooksOptions): Promise<Webhooks> => {
  const { hooks, findings, file, now, report, failure, sent } = options
  const receivers = new Map<string, Receiver>()
  const startedAt = now()
  const before = new Map(Object.entries((await file.read()) ?? {}))
  const stopping = new AbortController()

  const begin = (key: string, hook: Webhook): Receiver => {
    const told = before.get(key) ?? []
    // A receiver that goes and comes again is told what stands then, not what stood when this process began.
    before.delete(key)
    return {
      ...{ hook, failures: 0, next: 0, repeatedAt: 0, busy: null },
      teller: new Teller(told, startedAt, hook.severity),
      status: { to: nameOf(hook), format: hook.format, error: null, sentAt: null },
    }
  }

  const keep = async (): Promise<void> => {
    await file.write(Object.fromEntries(Array.from(receivers, ([key, { teller }]) => [key, teller.open])))
  }

  const failed = (receiver: Receiver, error: SendError): void => {
    const { status } = receiver
    receiver.failures += 1
    const wait = error.passes ? FIRST_RETRY_MS * 2 ** Math.min(receiver.failures - 1, 10) : LAST_RETRY_MS
    receiver.next = now() + Math.min(wait, LAST_RETRY_MS)
    if (status.error === null) report(`The webhook ${status.to} fails: ${error.message}. It is tried again.`)
    status.error = { message: error.message, since: status.error?.since ?? now() }
    sent(status.to, 'failed')
  }

  const succeeded = async (receiver: Receiver, tellings: readonly Telling[]): Promise<void> => {
    const { status, teller } = receiver
    if (status.error !== null) report(`The webhook ${status.to} takes what it is sent again.`)
    status.error = null
    status.sentAt = now()
    receiver.failures = 0
    receiver.next = now() + GAP_MS
    sent(status.to, 'ok')
    teller.taken(tellings, now())
    if (tellings.length > 0) await keep()
  }

  const tell = async (receiver: Receiver): Promise<void> => {
    const { hook, teller } = receiver
    const open = findings()
    const at = now()
    const tellings = teller.due(open, at, AT_ONCE)
    const repeats = hook.format === 'alertmanager' && at - receiver.repeatedAt >= REPEAT_MS
    const standing = repeats ? teller.standing(open) : []
    if (tellings.length + standing.length === 0) return
    const body = hook.format === 'json' ? genericPayload(tellings, at) : alertmanagerPayload(tellings, standing, at)
    const result = await send(hook, body, options, stopping.signal)
    if (stopping.signal.aborted) return
    if (!result.ok) {
      failed(receiver, result.error)
      return
    }
    if (repeats) receiver.repeatedAt = at
    await succeeded(receiver, tellings)
  }

  const look = (): void => {
    const wanted = new Map(hooks().map(hook => [keyOf(hook), hook]))
    for (const key of receivers.keys()) if (!wanted.has(key)) receivers.delete(key)
    for (const [key, hook] of wanted) {
      const receiver = receivers.get(key) ?? begin(key, hook)
      receivers.set(key, receiver)
      if (receiver.busy !== null || receiver.next > now()) continue
      receiver.busy = tell(receiver)
        .catch(failure)
        .finally(() => {
          receiver.busy = null
        })
    }
  }

  const timer = setInterval(look, options.lookEveryMs ?? 1000)
  timer.unref()
  return {
    status: () => [...receivers.values()].map(({ status }) => status),
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await Promise.all([...receivers.values()].map(({ busy }) => busy))
    },
  }
}
