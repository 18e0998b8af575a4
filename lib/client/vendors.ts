import { VENDORS_AT_ONCE, VendorsAnswer } from '@/lib/model/api'
import { fetchAnswer } from './fetcher'

/** MACs that come up together are asked for together. */
const GATHER_MS = 40
const AGAIN_MS = 30_000
const MOST_KNOWN = 20_000

/** What a vendor hangs on: no prefix has more than nine digits. */
const prefixOf = (mac: string): string => mac.slice(0, 13)

const known = new Map<string, string | null>()
const waiting = new Set<string>()
const listeners = new Set<() => void>()

const tell = (): void => {
  for (const listener of listeners) listener()
}

const ask = async (prefixes: readonly string[]): Promise<void> => {
  try {
    const answer = await fetchAnswer(VendorsAnswer, `/api/v1/vendors?mac=${prefixes.join(',')}`)
    if (known.size > MOST_KNOWN) known.clear()
    for (const [prefix, vendor] of Object.entries(answer.vendors)) known.set(prefix, vendor)
    tell()
  } catch {
    // A vendor is a help and not a fact: without an answer there is none, and it is asked for again some time.
    setTimeout(() => {
      for (const prefix of prefixes) waiting.delete(prefix)
    }, AGAIN_MS)
    return
  }
  for (const prefix of prefixes) waiting.delete(prefix)
}

const gathered = new Set<string>()

const flush = (): void => {
  const prefixes = [...gathered]
  gathered.clear()
  for (let at = 0; at < prefixes.length; at += VENDORS_AT_ONCE) void ask(prefixes.slice(at, at + VENDORS_AT_ONCE))
}

/** Has a MAC's vendor asked for, if it isn't known. */
export const wantVendor = (mac: string): void => {
  const prefix = prefixOf(mac)
  if (known.has(prefix) || waiting.has(prefix)) return
  waiting.add(prefix)
  if (gathered.size === 0) setTimeout(flush, GATHER_MS)
  gathered.add(prefix)
}

/** `undefined` while it isn't known. */
export const knownVendor = (mac: string): string | null | undefined => known.get(prefixOf(mac))

export const onVendors = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
