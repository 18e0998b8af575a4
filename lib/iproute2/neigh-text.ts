import type { Neighbour } from '@/lib/model/neighbour'
import { isIP } from './addresses'
import { isBlank, issue, type Rows, splitLines, wordsOf } from './lines'

const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/

/** `10.0.1.254 dev vxlan0 lladdr 86:24:26:b2:11:5c REACHABLE` (iproute2 ip/ipneigh.c, print_neigh). */
const neighbourOf = (line: string): Neighbour | undefined => {
  const [address = '', dev, ifname = '', ...rest] = wordsOf(line)
  if (!isIP(address) || dev !== 'dev' || ifname === '') return undefined
  const at = rest.indexOf('lladdr')
  const mac = at < 0 ? null : (rest[at + 1] ?? '')
  if (mac !== null && !MAC.test(mac)) return undefined
  const state = rest.filter(word => /^(?:[A-Z]+|0x[0-9a-f]+)$/.test(word)).join(' ')
  return { ifname, address, mac, state, line: line.trimEnd() }
}

/** Reads `ip neigh show`, whose text is the same in all releases; never throws, and drops no line without an issue. */
export const parseNeighText = (text: string): Rows<Neighbour> => {
  const result: Rows<Neighbour> = { rows: [], issues: [] }
  for (const line of splitLines(text)) {
    if (isBlank(line.text)) continue
    const row = neighbourOf(line.text)
    if (row) result.rows.push(row)
    else result.issues.push(issue(line.number, line.text))
  }
  return result
}
