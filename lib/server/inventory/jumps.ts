/** The hosts a ProxyJump list names, without user and port. Which of them are nodes is for the caller to know. */
export const jumpHosts = (proxyJump: string): string[] =>
  proxyJump.split(',').map(hop =>
    hop
      .trim()
      .replace(/^ssh:\/\//, '')
      .replace(/^.*@/, '')
      .replace(/\/$/, '')
      .replace(/:\d+$/, ''),
  )

type Ways = ReadonlyMap<string, readonly string[]>

const turnRound = (ways: Ways): Map<string, string[]> => {
  const back = new Map<string, string[]>([...ways.keys()].map(name => [name, []]))
  for (const [name, others] of ways) for (const other of others) back.get(other)?.push(name)
  return back
}

/** What is left when those whose ways all end are taken away, again and again: circles, and what leads into one. */
const withoutEnds = (ways: Ways): Map<string, string[]> => {
  const back = turnRound(ways)
  const left = new Map([...ways].map(([name, others]) => [name, others.filter(other => ways.has(other)).length]))
  const ends = [...left].filter(([, count]) => count === 0).map(([name]) => name)
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    left.delete(end)
    for (const before of back.get(end) ?? []) {
      const count = (left.get(before) ?? 0) - 1
      if (count === 0) ends.push(before)
      left.set(before, count)
    }
  }
  return new Map([...left.keys()].map(name => [name, (ways.get(name) ?? []).filter(other => left.has(other))]))
}

/** Nodes in a circle of jumps. `ways` has what each node jumps over; what isn't in it is no node, and the way ends there. */
export const inCircles = (ways: Ways): ReadonlySet<string> => new Set(withoutEnds(turnRound(withoutEnds(ways))).keys())
