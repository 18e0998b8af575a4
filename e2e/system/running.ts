import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Node } from '@/lib/model/overlay'
import type { Runtime } from '@/lib/server/runtime'

/** Looks again and again until `look` gives something; says what it was waiting for when it doesn't. */
export const until = async <T>(
  what: string,
  look: () => T | null | undefined | false,
  limitMs = 30_000,
): Promise<T> => {
  const end = performance.now() + limitMs
  for (;;) {
    const found = look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(`waited ${limitMs / 1000} s for ${what}`)
    await sleep(25)
  }
}

export const nodeOf = ({ bus }: Runtime, name: string): Node => {
  const node = bus.current().overlay.nodes.find(candidate => candidate.name === name)
  if (!node) throw new Error(`no node ${name}`)
  return node
}

/** Ms since a node was last read. */
export const readingAge = (node: Node): number => Date.now() - Date.parse(node.readAt ?? '1970-01-01T00:00:00.000Z')

export const untilConnected = (runtime: Runtime, names: readonly string[], limitMs?: number): Promise<true> =>
  until(
    `${names.join(', ')} to be read`,
    () => names.every(name => nodeOf(runtime, name).state === 'live') && (true as const),
    limitMs,
  )

/** A folder for one test, gone afterwards. */
export const temporaryFolder = async (): Promise<{ dir: string; remove: () => Promise<void> }> => {
  const dir = await mkdtemp(path.join(tmpdir(), 'vxscope-test-'))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}
