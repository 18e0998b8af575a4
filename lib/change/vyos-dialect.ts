import type { Method } from '@/lib/model/plan'
import type { SystemFacts } from './facts'

/** What a release line of VyOS says and bears, as its own configuration code does when executed (samples/README.md). */
export interface Dialect {
  method: Exclude<Method, 'linux'>
  /** How it is named in messages. */
  title: string
  underlay: 'link' | 'source-interface'
  port: 'remote-port' | 'port' | null
  maxVni: number
  mtu: readonly [number, number]
  /** What it takes where nothing says otherwise. */
  ipv6: boolean
  manyRemotes: boolean
  local: boolean
  /** `parameters ip ttl|tos|df`, `parameters nolearning`. */
  parameters: boolean
  bridge: 'bridge-group' | 'member'
  /** TTL that the node sets by itself; `null` where it isn't known or can be set. */
  fixedTtl: number | null
  /** Whether a configured device takes another VNI, group, remote and underlay. */
  inPlace: boolean
  /** Whether its commit refuses what the underlay's MTU can't carry. */
  checksUnderlayMtu: boolean
  commitConfirm: boolean
}

const HELIUM: Dialect = {
  method: 'vyos1.1',
  title: 'VyOS 1.1',
  underlay: 'link',
  port: null,
  maxVni: 0xffffff,
  mtu: [68, 9000],
  ipv6: false,
  manyRemotes: false,
  local: false,
  parameters: false,
  bridge: 'bridge-group',
  fixedTtl: 16,
  inPlace: false,
  checksUnderlayMtu: false,
  commitConfirm: false,
}
const CRUX: Dialect = { ...HELIUM, method: 'vyos1.2', title: 'VyOS 1.2', port: 'remote-port', mtu: [1450, 9000] }
const EQUULEUS: Dialect = {
  ...CRUX,
  method: 'vyos1.3',
  title: 'VyOS 1.3',
  underlay: 'source-interface',
  port: 'port',
  maxVni: 16_777_214,
  mtu: [1200, 16_000],
  ipv6: true,
  manyRemotes: true,
  local: true,
  bridge: 'member',
  fixedTtl: null,
  inPlace: true,
  checksUnderlayMtu: true,
}
const SAGITTA: Dialect = {
  ...EQUULEUS,
  method: 'vyos1.4',
  title: 'VyOS 1.4 and later',
  parameters: true,
  commitConfirm: true,
}

export const DIALECTS: readonly Dialect[] = [HELIUM, CRUX, EQUULEUS, SAGITTA]

/** `VyOS 1.1.1`, `VyOS 1.5-rolling-202410…` → major, minor, patch. */
export const vyosVersion = (os: string | null): [number, number, number | null] | null => {
  const match = os?.match(/^VyOS (\d+)\.(\d+)(?:\.(\d+))?/)
  return match ? [Number(match[1]), Number(match[2]), match[3] === undefined ? null : Number(match[3])] : null
}

const byLeaves = (leaves: readonly string[]): Dialect | null => {
  if (leaves.includes('parameters')) return SAGITTA
  if (leaves.includes('source-interface')) return EQUULEUS
  if (leaves.includes('remote-port')) return CRUX
  return leaves.includes('link') ? HELIUM : null
}

const byVersion = (os: string | null): Dialect | null => {
  const version = vyosVersion(os)
  if (!version) return null
  const [major, minor] = version
  if (major > 1 || minor >= 4) return SAGITTA
  return [null, HELIUM, CRUX, EQUULEUS][minor] ?? null
}

/** How to tell this VyOS: by the leaves that it has, else by its release. `null` where neither is known. */
export const dialectOf = ({ vyos }: SystemFacts, os: string | null): Dialect | null =>
  byLeaves(vyos.leaves) ?? byVersion(os)

/** `remote` came with 1.1.2. */
export const hasRemote = ({ vyos }: SystemFacts, os: string | null): boolean => {
  if (vyos.leaves.length > 0) return vyos.leaves.includes('remote')
  const [major, minor, patch] = vyosVersion(os) ?? [1, 4, null]
  return !(major === 1 && minor === 1 && patch !== null && patch < 2)
}

/** 1.1.0's `link` does not work (mended on 2014-10-30). */
export const hasBrokenLink = (os: string | null): boolean => vyosVersion(os)?.join('.') === '1.1.0'
