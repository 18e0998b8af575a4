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

/** Does the way to `name` lead over `name` itself? `jumps` has what each node jumps over; what isn't in it ends the way. */
export const leadsBack = (name: string, jumps: ReadonlyMap<string, readonly string[]>): boolean => {
  const seen = new Set<string>()
  const open = [...(jumps.get(name) ?? [])]
  for (let hop = open.pop(); hop !== undefined; hop = open.pop()) {
    if (hop === name) return true
    if (seen.has(hop)) continue
    seen.add(hop)
    open.push(...(jumps.get(hop) ?? []))
  }
  return false
}
