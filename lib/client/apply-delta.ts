import type { OverlayAnswer } from '@/lib/model/api'
import type { Overlay } from '@/lib/model/overlay'
import type { StreamDelta } from '@/lib/model/stream'
import { sameValue } from './reuse'
import { standingOf } from './revision'
import type { StreamMessage } from './stream-message'

interface Changed<T> {
  put: readonly T[]
  remove: readonly string[]
}

/** A collator made once compares a hundred times as fast as `localeCompare` with options. */
const { compare } = new Intl.Collator('en', { numeric: true })

/** Where each thing of a list stands. Kept with the list: making it costs more than most changes do. */
const indexes = new WeakMap<readonly unknown[], ReadonlyMap<string, number>>()

const indexOf = <T>(list: readonly T[], idOf: (thing: T) => string): ReadonlyMap<string, number> => {
  const known = indexes.get(list) ?? new Map(list.map((thing, at) => [idOf(thing), at]))
  indexes.set(list, known)
  return known
}

/** Things by id as the last of several changes leaves them; `null` is one that is gone. */
const lastOf = <T>(changes: readonly Changed<T>[], idOf: (thing: T) => string): Map<string, T | null> => {
  const last = new Map<string, T | null>()
  for (const { put, remove } of changes) {
    for (const id of remove) last.set(id, null)
    for (const thing of put) last.set(idOf(thing), thing)
  }
  return last
}

/** `added`, each before the first of the list that is greater. */
const insert = <T>(list: readonly T[], added: readonly T[], idOf: (thing: T) => string): T[] => {
  const next: T[] = []
  let from = 0
  for (const thing of added.toSorted((a, b) => compare(idOf(a), idOf(b)))) {
    let [low, high] = [from, list.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = list[middle]
      if (other !== undefined && compare(idOf(other), idOf(thing)) > 0) high = middle
      else low = middle + 1
    }
    for (const before of list.slice(from, low)) next.push(before)
    from = low
    next.push(thing)
  }
  return next.concat(list.slice(from))
}

/** A list with changes in it: what was there stays where it stands, and is the same list where they say what it says. */
const applyList = <T>(list: T[], changes: readonly Changed<T>[], idOf: (thing: T) => string): T[] => {
  const last = lastOf(changes, idOf)
  if (last.size === 0) return list
  const index = indexOf(list, idOf)
  const gone = new Set<number>()
  const added: T[] = []
  let next: T[] | null = null
  for (const [id, thing] of last) {
    const at = index.get(id)
    if (at === undefined) {
      if (thing !== null) added.push(thing)
    } else if (thing === null) gone.add(at)
    else if (!sameValue(list[at], thing)) {
      next ??= list.slice()
      next[at] = thing
    }
  }
  if (gone.size === 0 && added.length === 0) {
    if (next !== null) indexes.set(next, index)
    return next ?? list
  }
  const kept = gone.size === 0 ? (next ?? list) : (next ?? list).filter((_, at) => !gone.has(at))
  return added.length === 0 ? kept : insert(kept, added, idOf)
}

/** The overlay after deltas of the stream, in their order. Lists and things that they don't change are the same objects. */
export const applyDeltas = (overlay: Overlay, deltas: readonly StreamDelta[]): Overlay => {
  const after = <T>(list: T[], changesOf: (delta: StreamDelta) => Changed<T>, idOf: (thing: T) => string): T[] =>
    applyList(list, deltas.map(changesOf), idOf)
  const byId = ({ id }: { id: string }): string => id
  return {
    nodes: after(
      overlay.nodes,
      delta => delta.nodes,
      node => node.name,
    ),
    vteps: after(overlay.vteps, delta => delta.vteps, byId),
    vnis: after(
      overlay.vnis,
      delta => delta.vnis,
      ({ vni }) => String(vni),
    ),
    groups: after(overlay.groups, delta => delta.groups, byId),
    tunnels: after(overlay.tunnels, delta => delta.tunnels, byId),
  }
}

/** An answer after messages of the stream; `null` where it misses something and must be asked for again. */
export const followOverlay = (answer: OverlayAnswer, messages: readonly StreamMessage[]): OverlayAnswer | null => {
  let { revision, now } = answer
  const deltas: StreamDelta[] = []
  for (const message of messages) {
    if (message.type === 'happened' || message.type === 'change') continue
    if (message.type === 'reset') return null
    if (message.type === 'heartbeat' && message.now > now) now = message.now
    const standing = message.revision === null ? 'known' : standingOf(revision, message.after, message.revision)
    if (standing === 'gap') return null
    if (standing === 'known') continue
    if (message.type === 'delta') deltas.push(message.delta)
    revision = message.revision ?? revision
  }
  if (revision === answer.revision && now === answer.now) return answer
  return { ...answer, ...(deltas.length > 0 ? applyDeltas(answer, deltas) : {}), revision, now }
}
