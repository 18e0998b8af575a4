import type { OverlayDelta } from '@/lib/model/stream'
import { type BuiltOverlay, buildOverlay } from '../build/build'
import type { NodeInput } from '../build/input'
import { isSame } from '../lists/same'
import { READ_AT } from '../testing'
import { type CheckInput, checkOverlay } from './book'
import type { Found } from './check'

/** What checks find over nodes, ten minutes after all was learned unless told otherwise. */
export const findIn = (nodes: readonly NodeInput[], over: Partial<CheckInput> = {}): Found[] =>
  checkOverlay({ ...groundOf(nodes), now: READ_AT + 600_000, ...over })

export const groundOf = (nodes: readonly NodeInput[]): BuiltOverlay & Pick<CheckInput, 'readings'> => ({
  ...buildOverlay(nodes),
  readings: new Map(nodes.flatMap(({ name, reading }) => (reading ? [[name, reading]] : []))),
})

/** Ids of findings; what follows from another as `id < cause`. */
export const idsIn = (nodes: readonly NodeInput[], over: Partial<CheckInput> = {}): string[] =>
  findIn(nodes, over).map(({ id, causedBy }) => (causedBy === null ? id : `${id} < ${causedBy}`))

const between = <T>(before: readonly T[], after: readonly T[], idOf: (thing: T) => string) => {
  const old = new Map(before.map(thing => [idOf(thing), thing]))
  const put = after.filter(thing => !isSame(old.get(idOf(thing)), thing))
  const left = new Set(after.map(idOf))
  return { put, remove: [...old.keys()].filter(id => !left.has(id)) }
}

/** What is different between two overlays, found the slow way. */
export const deltaOf = (before: BuiltOverlay, after: BuiltOverlay): OverlayDelta => ({
  nodes: between(before.overlay.nodes, after.overlay.nodes, ({ name }) => name),
  vteps: between(before.overlay.vteps, after.overlay.vteps, ({ id }) => id),
  vnis: between(before.overlay.vnis, after.overlay.vnis, ({ vni }) => String(vni)),
  groups: between(before.overlay.groups, after.overlay.groups, ({ id }) => id),
  tunnels: between(before.overlay.tunnels, after.overlay.tunnels, ({ id }) => id),
  fdb: between(before.fdb, after.fdb, ({ id }) => id),
})
