import ipaddr from 'ipaddr.js'
import { canonicalAddress } from '@/lib/overlay'
import { isMulticast } from '@/lib/overlay/addresses'
import type { VyosRelease } from './testing'

/**
 * What `set` takes below `interfaces`, per release line, as a table: what VyOS's own code said to the lines of
 * `samples/set-verdicts.json`, and its templates for the rest. It says nothing of what commit refuses.
 */
type Takes = (value: string) => boolean

const whole =
  (min: number, max: number): Takes =>
  value =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max
const ipv4: Takes = value => /^\d+\.\d+\.\d+\.\d+$/.test(value) && ipaddr.IPv4.isValidFourPartDecimal(value)
const anyAddress: Takes = value => canonicalAddress(value) !== null
const multicast: Takes = value => anyAddress(value) && isMulticast(canonicalAddress(value) ?? '')
const cidr: Takes = value => /^[0-9a-fA-F:.]+\/\d{1,3}$/.test(value) && ipaddr.isValidCIDR(value)
const name: Takes = value => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/.test(value)
/** Bounds that every release's templates share; a quote or a newline never gets this far. */
const description: Takes = value => value.length <= 256 && !/[^\x20-\x7e]|'/.test(value)
const nothing: Takes = () => false

type Grammar = Readonly<Record<string, Takes>>

const HELIUM: Grammar = {
  vni: whole(0, 16_777_216),
  link: name,
  group: ipv4,
  remote: ipv4,
  mtu: whole(68, 9000),
  address: cidr,
  description,
  'bridge-group bridge': name,
}
const CRUX: Grammar = { ...HELIUM, 'remote-port': whole(1, 65_535), mtu: whole(1450, 9000) }
const EQUULEUS: Grammar = {
  vni: whole(0, 16_777_214),
  'source-interface': name,
  'source-address': anyAddress,
  group: multicast,
  remote: anyAddress,
  port: whole(1, 65_535),
  mtu: whole(1200, 16_000),
  address: cidr,
  description,
}
const SAGITTA: Grammar = {
  ...EQUULEUS,
  'parameters ip ttl': whole(0, 255),
  'parameters ip tos': whole(0, 99),
  'parameters ip df': value => ['set', 'unset', 'inherit'].includes(value),
  'parameters nolearning': value => value === '',
}

const GRAMMARS: Readonly<Record<VyosRelease, Grammar>> = {
  helium: HELIUM,
  crux: CRUX,
  equuleus: EQUULEUS,
  sagitta: SAGITTA,
  current: SAGITTA,
}

const unquoted = (word: string): string => (/^'[^']*'$/.test(word) ? word.slice(1, -1) : word)

/** The words of a line as VyOS's shell takes them: a single-quoted one is one word. */
export const lineWords = (line: string): string[] => (line.match(/'[^']*'|[^\s']+/g) ?? []).map(unquoted)

/** Whether a release line's `set` takes this line. */
export const setTakes = (release: VyosRelease, line: string): boolean => {
  const [verb, root, kind, tag = '', ...path] = lineWords(line)
  if (verb !== 'set' || root !== 'interfaces') return false
  const isNew = release !== 'helium' && release !== 'crux'
  if (kind === 'bridge' && isNew) {
    return (
      /^br\d+$/.test(tag) && path.length === 3 && path[0] === 'member' && path[1] === 'interface' && name(path[2] ?? '')
    )
  }
  if (kind !== 'vxlan' || !/^vxlan\d+$/.test(tag)) return false
  const grammar = GRAMMARS[release]
  const bare = path.join(' ')
  if (Object.hasOwn(grammar, bare)) return (grammar[bare] ?? nothing)('')
  const leaf = path.slice(0, -1).join(' ')
  return Object.hasOwn(grammar, leaf) && (grammar[leaf] ?? nothing)(path.at(-1) ?? '')
}
