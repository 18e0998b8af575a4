import type { GraphFold } from '../graph-types'
import { formatCount } from '../time'
import { statusOf } from '../words'

type Health = GraphFold['health']

const ORDER = ['refused', 'unreachable', 'stale', 'connecting', 'live'] as const

const LIKE = {
  refused: { status: 'refused', state: 'stale' },
  unreachable: { status: 'unreachable', state: 'stale' },
  stale: { status: 'connected', state: 'stale' },
  connecting: { status: 'connecting', state: 'unknown' },
  live: { status: 'connected', state: 'live' },
} as const

/** The worst that any node of a group is, in a word and a tone. */
export const healthWord = (health: Health): ReturnType<typeof statusOf> =>
  statusOf(LIKE[ORDER.find(one => health[one] > 0) ?? 'live'])

/** How the nodes of a group stand, the worst first: `2 not reached`, `38 live`. */
export const healthWords = (health: Health): string[] =>
  ORDER.filter(one => health[one] > 0).map(one => `${formatCount(health[one])} ${statusOf(LIKE[one]).word}`)
