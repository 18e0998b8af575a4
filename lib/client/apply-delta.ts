import type { OverlayAnswer } from '@/lib/model/api'
import type { Overlay } from '@/lib/model/overlay'
import type { StreamDelta } from '@/lib/model/stream'
import { standingOf } from './revision'
import type { StreamMessage } from './stream-message'

interface Changed<T> {
  put: readonly T[]
  remove: readonly string[]
}

const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

/** A list with a change in it: what was there stays where it stands, what is new goes before the first that is greater. */
const applyList = <T>(list: T[], { put, remove }: Changed<T>, idOf: (thing: T) => string): T[] => {
  if (put.length === 0 && remove.length === 0) return list
  const gone = new Set(remove)
  const changed = new Map(put.map(thing => [idOf(thing), thing]))
  const next: T[] = []
  for (const thing of list) {
    const id = idOf(thing)
    const now = changed.get(id)
    changed.delete(id)
    if (now !== undefined) next.push(now)
    else if (!gone.has(id)) next.push(thing)
  }
  for (const [id, thing] of changed) {
    const at = next.findIndex(other => byName(idOf(other), id) > 0)
    next.splice(at < 0 ? next.length : at, 0, thing)
  }
  return next
}

/** The overlay after a delta of the stream. Lists that it doesn't touch are the same objects. */
export const applyDelta = (overlay: Overlay, delta: StreamDelta): Overlay => ({
  nodes: applyList(overlay.nodes, delta.nodes, node => node.name),
  vteps: applyList(overlay.vteps, delta.vteps, vtep => vtep.id),
  vnis: applyList(overlay.vnis, delta.vnis, one => String(one.vni)),
  groups: applyList(overlay.groups, delta.groups, group => group.id),
  tunnels: applyList(overlay.tunnels, delta.tunnels, tunnel => tunnel.id),
})

/** An answer after messages of the stream; `null` where it misses something and must be asked for again. */
export const followOverlay = (answer: OverlayAnswer, messages: readonly StreamMessage[]): OverlayAnswer | null => {
  let next = answer
  for (const message of messages) {
    if (message.type === 'happened') continue
    if (message.type === 'reset') return null
    const { after, revision } = message
    const now = message.type === 'heartbeat' && message.now > next.now ? message.now : next.now
    const standing = revision === null ? 'known' : standingOf(next.revision, after, revision)
    if (standing === 'gap') return null
    if (standing === 'known') next = now === next.now ? next : { ...next, now }
    else if (message.type === 'delta')
      next = { ...next, ...applyDelta(next, message.delta), revision: message.revision }
    else next = { ...next, now, revision: revision ?? next.revision }
  }
  return next
}
