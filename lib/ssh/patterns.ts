/**
 * One pattern of ssh_config or known_hosts against a name: `*` is any run of characters, `?` exactly one
 * (OpenSSH match.c `match_pattern`). Runs in linear space and without a regular expression, since patterns come from files.
 */
export const matchesPattern = (pattern: string, text: string): boolean => {
  let [at, pos] = [0, 0]
  let [star, mark] = [-1, 0]
  while (pos < text.length) {
    if (pattern[at] === '*') {
      star = at++
      mark = pos
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[pos])) {
      at++
      pos++
    } else if (star >= 0) {
      at = star + 1
      pos = ++mark
    } else {
      return false
    }
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

/** A list of patterns: one must match, and no negated one (`!name`) may (OpenSSH match.c `match_pattern_list`). Case is ignored. */
export const matchesPatternList = (patterns: readonly string[], text: string): boolean => {
  const name = text.toLowerCase()
  let matched = false
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!')
    if (!matchesPattern((negated ? pattern.slice(1) : pattern).toLowerCase(), name)) continue
    if (negated) return false
    matched = true
  }
  return matched
}
