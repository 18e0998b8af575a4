import type { LinkState, NodeState } from '../model/state'
import type { FdbHappening } from '../model/watch'
import { fdbRowText, fdbRowText2014 } from './fdb'
import { addressLines, linkText } from './link-text'

/** A line of `bridge monitor fdb`. The kernel marks what has aged out as stale before it deletes it. */
export const printHappening = (
  { iproute2 }: NodeState,
  { deleted, aged, ifname, row }: Pick<FdbHappening, 'deleted' | 'aged' | 'ifname' | 'row'>,
): string => {
  const printText = iproute2 === '3.12.0' ? fdbRowText2014 : fdbRowText
  const live = { ifname, row: { ...row, state: aged ? ('stale' as const) : row.state }, ages: null }
  return `${deleted ? 'Deleted ' : ''}${printText(live, { stats: false })}`
}

/** As `-o` has it: the line ends within become backslashes. */
const onOneLine = (text: string): string => `${text.trimEnd().replaceAll('\n', '\\')}\n`

/** A device's own line without `mode`, as a monitor has it, and one for each of its addresses; by what they are about. */
const linesOf = (state: NodeState, link: LinkState): [string, string][] => {
  const { ifindex, ifname, addresses } = link
  const own = linkText(state, { ...link, addresses: [] }, { object: 'addr', detail: true, stats: false })
  return [
    [`${ifindex}`, onOneLine(own)],
    ...addresses.map((address): [string, string] => [
      `${ifindex} ${address.address}`,
      onOneLine(`${ifindex}: ${ifname}${addressLines(ifname, address)}`),
    ]),
  ]
}

/** Lines of `ip -o -d monitor link address` for what differs between two states. */
export const printLinkChanges = (before: NodeState, after: NodeState): string[] => {
  const [was, is] = [before, after].map(state => new Map(state.links.flatMap(link => linesOf(state, link))))
  const gone = [...(was ?? [])].flatMap(([about, text]) => (is?.has(about) ? [] : [`Deleted ${text}`]))
  return [...gone, ...[...(is ?? [])].flatMap(([about, text]) => (was?.get(about) === text ? [] : [text]))]
}
