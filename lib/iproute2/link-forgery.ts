import { type Line, wordsOf } from './lines'
import { readHeader } from './link-header'

/** The kernel keeps at most 255 bytes of alias (IFALIASZ): a header further behind one is none of its text. */
const ALIAS_LENGTH = 255
const ALIAS = /^ {4}alias /

/** A line that looks like a header, `doubtful` where it may be part of the alias above it. */
interface Candidate {
  at: number
  ifindex: number
  doubtful: boolean
  /** Keywords of its header and of the lines below it, up to an alias. */
  shape: ReadonlySet<string>
}

/** Words every device's block has in the output of one release: compared, they show a block that is a mere imitation. */
const SHAPE_WORDS = new Set([
  ...['mtu', 'qdisc', 'state', 'mode', 'group', 'brd', 'promiscuity', 'allmulti', 'minmtu', 'maxmtu'],
  ...['addrgenmode', 'numtxqueues', 'numrxqueues', 'gso_max_size', 'gso_max_segs', 'tso_max_size', 'gro_max_size'],
])

const shapeOf = (lines: readonly Line[], at: number): Set<string> => {
  const shape = new Set<string>()
  for (let next = at; next < lines.length; next++) {
    const text = lines[next]?.text ?? ''
    if (next > at && (!text.startsWith(' ') || ALIAS.test(text))) break
    if (text.startsWith('    link/')) shape.add('link/')
    for (const word of wordsOf(text)) if (SHAPE_WORDS.has(word)) shape.add(word)
  }
  return shape
}

const findCandidates = (lines: readonly Line[]): Candidate[] => {
  const candidates: Candidate[] = []
  let reach = -1
  lines.forEach((line, at) => {
    if (ALIAS.test(line.text) && reach < 0) reach = ALIAS_LENGTH + '    alias '.length
    const header = /^\d/.test(line.text) ? readHeader(line.text) : undefined
    if (header !== undefined) {
      const doubtful = reach > 0
      candidates.push({ at, ifindex: header.ifindex, doubtful, shape: doubtful ? shapeOf(lines, at) : new Set() })
      if (!doubtful) reach = -1
    }
    if (reach > 0) reach -= line.text.length + 1
    if (reach <= 0) reach = -1
  })
  return candidates
}

/** Devices come by ifindex; kernels before 6.9 part them by its low byte first. Undefined where neither holds. */
const orderOf = (candidates: readonly Candidate[]): ((ifindex: number) => number) | undefined => {
  const orders = [(ifindex: number) => ifindex, (ifindex: number) => (ifindex % 256) * 2 ** 32 + ifindex]
  const certain = candidates.filter(candidate => !candidate.doubtful)
  return orders.find(order =>
    certain.every((candidate, at) => {
      const before = certain[at - 1]
      return before === undefined || order(before.ifindex) < order(candidate.ifindex)
    }),
  )
}

const commonShape = (lines: readonly Line[], candidates: readonly Candidate[]): ReadonlySet<string> => {
  const shapes = candidates.filter(candidate => !candidate.doubtful).map(candidate => shapeOf(lines, candidate.at))
  const [first = new Set<string>()] = shapes
  return new Set([...first].filter(word => shapes.every(shape => shape.has(word))))
}

/**
 * Finds headers that an alias forged. Only lines within an alias's reach are doubted; such a header is taken for a
 * device when its ifindex fits between its neighbours', repeats none, and its block has all the words that every
 * certain block of the text has. An imitation that passes all of it can't be told apart: prefer JSON.
 */
export const findForged = (lines: readonly Line[]): ReadonlySet<number> => {
  const forged = new Set<number>()
  if (!lines.some(line => ALIAS.test(line.text))) return forged
  const candidates = findCandidates(lines)
  const order = orderOf(candidates)
  const common = commonShape(lines, candidates)
  const certain = new Set(candidates.filter(one => !one.doubtful).map(one => one.ifindex))
  let last: Candidate | undefined
  candidates.forEach((candidate, at) => {
    const next = candidates[at + 1]
    const fits =
      !certain.has(candidate.ifindex) &&
      [...common].every(word => candidate.shape.has(word)) &&
      isBetween(candidate, last, next, order)
    if (candidate.doubtful && !fits) forged.add(candidate.at)
    else {
      last = candidate
      certain.add(candidate.ifindex)
    }
  })
  return forged
}

const isBetween = (
  candidate: Candidate,
  last: Candidate | undefined,
  next: Candidate | undefined,
  order: ((ifindex: number) => number) | undefined,
): boolean => {
  if (order === undefined) return true
  const own = order(candidate.ifindex)
  if (last !== undefined && own <= order(last.ifindex)) return false
  if (next === undefined || own < order(next.ifindex)) return true
  return last !== undefined && order(next.ifindex) <= order(last.ifindex)
}
