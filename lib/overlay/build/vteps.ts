import type { State, Vtep } from '@/lib/model/overlay'
import { addressKey } from '../addresses'
import { memoised, naturalKey, sortedBy } from '../lists/order'
import type { OwnersOf } from './fdb-rows'
import type { NodePart } from './part'

const WORTH: Readonly<Record<State, number>> = { live: 2, stale: 1, unknown: 0 }

/** A thing is believed as well as the best of what supports it. */
export const bestState = (states: Iterable<State>): State => {
  let best: State = 'unknown'
  for (const state of states) if (WORTH[state] > WORTH[best]) best = state
  return best
}

type Whose = Pick<NodePart, 'node' | 'state'>

/** What nodes say of one VTEP. */
export interface Sighting<Part extends Whose = Whose> {
  id: string
  address: string
  underlay: string
  owners: Part[]
  /** Of the owners' own devices. */
  vnis: Set<number>
  seenBy: Part[]
  seenIn: Set<number>
}

/** Text whose order is that of VTEPs: by underlay and address, which both stand in the id. */
export const vtepKey = memoised((id: string): string => {
  const place = id.slice('vtep:'.length)
  const slash = place.lastIndexOf('/')
  return `${slash < 0 ? '' : place.slice(0, slash)}\0${addressKey(place.slice(slash + 1))}`
})

const gather = (parts: readonly NodePart[]): Map<string, Sighting<NodePart>> => {
  const sightings = new Map<string, Sighting<NodePart>>()
  const at = ({ id, address, underlay }: { id: string; address: string; underlay: string }): Sighting<NodePart> => {
    const found = sightings.get(id)
    if (found) return found
    const made = { id, address, underlay, owners: [], vnis: new Set<number>(), seenBy: [], seenIn: new Set<number>() }
    sightings.set(id, made)
    return made
  }
  for (const part of parts) {
    for (const facts of part.facts?.own.values() ?? []) {
      const sighting = at(facts)
      sighting.owners.push(part)
      for (const vni of facts.vnis) sighting.vnis.add(vni)
    }
    for (const facts of part.facts?.seen.values() ?? []) {
      const sighting = at(facts)
      sighting.seenBy.push(part)
      for (const vni of facts.vnis) sighting.seenIn.add(vni)
    }
  }
  return sightings
}

/** A node that has the address is no stranger, even where no VXLAN device of its stands on it. */
const addHolders = (parts: readonly NodePart[], sightings: ReadonlyMap<string, Sighting<NodePart>>): void => {
  for (const part of parts) {
    for (const id of part.facts?.holds ?? []) {
      const sighting = sightings.get(id)
      if (sighting && !sighting.owners.includes(part)) sighting.owners.push(part)
    }
  }
}

const ascending = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b)

/** A VTEP out of all sightings of it. */
export const vtepFrom = ({ id, address, underlay, owners, vnis, seenBy, seenIn }: Sighting): Vtep => ({
  id,
  address,
  underlay,
  nodes: sortedBy(
    owners.map(({ node }) => node.name),
    naturalKey,
  ),
  vnis: ascending(vnis.size > 0 ? vnis : seenIn),
  state: bestState((owners.length > 0 ? owners : seenBy).map(({ state }) => state)),
})

/** All VTEPs, and which nodes' parts have each. */
export interface VtepTable {
  vteps: Vtep[]
  ownersOf: OwnersOf
  partsOf: (vtep: string) => readonly NodePart[]
}

/**
 * VTEPs that nodes are, and those they send to. `vnis` are those of the owners' devices; of a ghost, or an address without
 * a VXLAN device, those in which others send to it. `state` is the best of the owners'; of a ghost, of who sends to it.
 */
export const buildVteps = (parts: readonly NodePart[]): VtepTable => {
  const sightings = gather(parts)
  addHolders(parts, sightings)
  const vteps = sortedBy(Array.from(sightings.values(), vtepFrom), ({ id }) => vtepKey(id))
  const owners = new Map(vteps.map(({ id, nodes }) => [id, nodes]))
  return {
    vteps,
    ownersOf: id => owners.get(id) ?? [],
    partsOf: id => sightings.get(id)?.owners ?? [],
  }
}
