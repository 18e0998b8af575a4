/** How an entry is kept alive, if it is: the kernel may count by either or by both of these. */
export type Traffic = 'idle' | 'received' | 'sent'

/** One entry that is taught by a received frame, and the frames that follow; ms from the beginning. */
export interface PlannedEntry {
  mac: string
  traffic: Traffic
  taughtAt: number
  /** Frames of its kind of traffic. */
  framesAt: number[]
}

const KINDS: readonly Traffic[] = ['idle', 'received', 'sent']
/** Entries are taught one after the other, so that their ends come one after the other. */
const APART_MS = 410

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')

const every = (period: number, from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / period)) }, (_, at) => from + (at + 1) * period)

/**
 * Entries of one node: a third is left alone, a third goes on being heard from for half to one and a half of the ageing time
 * at 1 to 5 s, a third is only sent to, until after it would have gone.
 */
export const planEntries = (node: number, count: number, ageing: number): PlannedEntry[] =>
  Array.from({ length: count }, (_, at) => {
    const traffic = KINDS[at % KINDS.length] ?? 'idle'
    const taughtAt = at * APART_MS
    const heardFor = ageing * 1000 * (0.5 + (at % 7) / 6)
    const framesAt = {
      idle: [],
      received: every(1000 * (1 + (at % 5)) + 130, taughtAt, taughtAt + heardFor),
      sent: every(2070, taughtAt, taughtAt + ageing * 1000 - 500),
    }[traffic]
    return { mac: `02:ae:00:00:${byte(node)}:${byte(at)}`, traffic, taughtAt, framesAt }
  })
