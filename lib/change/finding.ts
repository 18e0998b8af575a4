import type { ChangeNode } from '@/lib/model/change'
import type { Overlay } from '@/lib/model/overlay'
import type { Link, Reading } from '@/lib/model/reading'
import type { Device } from './device'
import type { SystemFacts } from './facts'
import type { Dialect } from './vyos-dialect'

/** Something to say about one field of a change: what refuses it, or what to know. `field` is empty for the node as a whole. */
export interface Finding {
  refuses: boolean
  field: string
  message: string
}

export const refuse = (field: string, message: string): Finding => ({ refuses: true, field, message })
export const warn = (field: string, message: string): Finding => ({ refuses: false, field, message })

/** A check's findings, each where its condition holds. */
export const findings = (...each: (Finding | false | null | undefined | Finding[])[]): Finding[] =>
  each.flatMap(found => (found ? found : []))

/** Another end of the VNI: a device of another node, as it is or as this very change makes it. */
export interface Peer {
  node: string
  ifname: string
  group: string | null
  port: number | null
  mtu: number | null
}

/** What all checks look at. `wanted` is `null` for a delete, `before` for a create. */
export interface Case {
  change: ChangeNode
  reading: Reading
  system: SystemFacts
  /** `null` where the node isn't VyOS. */
  dialect: Dialect | null
  link: Link | null
  before: Device | null
  wanted: Device | null
  /** The device is deleted and made anew, or deleted for good. */
  goes: boolean
  peers: Peer[]
  overlay: Overlay
}

export const linkOf = (reading: Reading, name: string | null): Link | undefined =>
  name === null ? undefined : reading.links.find(({ ifname }) => ifname === name)
