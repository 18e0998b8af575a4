import type { Node } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import { buildMemberships, type Membership } from '../build/members'
import { type ReadingView, viewOf } from '../build/view'
import { isSameFrame } from '../table/frame'
import { macKey } from './row-index'
import type { Touched } from './touched'

/** A VXLAN device in one of its VNIs, on a node that is live. */
export interface Member extends Membership {
  node: string
}

interface Known {
  /** As it was given. */
  given: Reading
  /** With the time since which its frame stands. */
  reading: Reading
  /** Made when somebody asks. */
  members?: readonly Member[]
}

const NOBODY: readonly never[] = []

/** A device that takes its VNIs per packet is in those that its entries name, whatever else stays the same. */
const hasEntriesVnis = ({ links }: Reading): boolean => links.some(({ vxlan }) => vxlan?.external)

/** Nodes with their last readings, and what their own devices are. */
export class NodeIndex {
  readonly nodes = new Map<string, Node>()
  private readonly readings = new Map<string, Known>()
  /** `VNI/MAC` → nodes whose own device has it. */
  private readonly ownMacs = new Map<string, Set<string>>()
  /** Nodes never read: nobody knows what they have. */
  private unread = 0

  get allRead(): boolean {
    return this.unread === 0
  }

  /** The last reading of a node that is live; nothing is said by an older one. */
  view(node: string): ReadingView | null {
    const known = this.liveOf(node)
    return known ? viewOf(known.reading) : null
  }

  membersOn(node: string): readonly Member[] {
    const known = this.liveOf(node)
    if (!known) return NOBODY
    known.members ??= buildMemberships(viewOf(known.reading)).map(each => ({ ...each, node }))
    return known.members
  }

  /** Nodes whose own device has a MAC. */
  ownersOf(key: string): readonly string[] {
    const owners = this.ownMacs.get(key)
    return owners ? [...owners].sort() : NOBODY
  }

  private liveOf(node: string): Known | undefined {
    return this.nodes.get(node)?.state === 'live' ? this.readings.get(node) : undefined
  }

  put(node: Node, reading: Reading | undefined, touched: Touched): void {
    touched.node.add(node.name)
    if (this.isAsBefore(node, reading)) {
      this.nodes.set(node.name, node)
      if (reading && hasEntriesVnis(reading)) this.touch(node.name, touched)
      return
    }
    const before = this.nodes.get(node.name)
    if (before) this.forgetOwn(node.name, touched)
    this.unread += Number(node.state === 'unknown') - Number(before?.state === 'unknown')
    this.nodes.set(node.name, node)
    if (reading) this.readings.set(node.name, { given: reading, reading })
    else this.readings.delete(node.name)
    this.touch(node.name, touched)
    for (const key of this.ownKeys(node.name)) {
      this.ownMacs.set(key, (this.ownMacs.get(key) ?? new Set()).add(node.name))
      touched.mac.add(key)
    }
    touched.aroundNodes.add(node.name)
  }

  drop(name: string, touched: Touched): void {
    const before = this.nodes.get(name)
    if (!before) return
    this.forgetOwn(name, touched)
    touched.aroundNodes.add(name)
    if (before.state === 'unknown') this.unread -= 1
    this.nodes.delete(name)
    this.readings.delete(name)
  }

  /** Whether nothing but rows has changed; takes note of the reading. */
  private isAsBefore({ name, state }: Node, given: Reading | undefined): boolean {
    const known = this.readings.get(name)
    if (this.nodes.get(name)?.state !== state || !known || !given) return false
    if (known.given === given) return true
    if (!isSameFrame(known.reading, given)) return false
    const { framedAt, readAt } = known.reading
    this.readings.set(name, { given, reading: { ...given, framedAt: framedAt ?? readAt } })
    return true
  }

  private ownKeys(node: string): string[] {
    return this.membersOn(node).flatMap(({ link, vni }) => {
      const mac = link.master === null ? link.mac : (this.view(node)?.linkOf(link.master)?.mac ?? null)
      return mac === null || link.vxlan?.external ? [] : [macKey(vni, mac)]
    })
  }

  private touch(node: string, touched: Touched): void {
    touched.node.add(node)
    for (const { vni, vtep } of this.membersOn(node)) {
      touched.addVni(vni)
      if (vtep !== null) touched.vtep.add(vtep)
    }
  }

  private forgetOwn(node: string, touched: Touched): void {
    this.touch(node, touched)
    for (const key of this.ownKeys(node)) {
      this.ownMacs.get(key)?.delete(node)
      if (this.ownMacs.get(key)?.size === 0) this.ownMacs.delete(key)
      touched.mac.add(key)
    }
  }
}
