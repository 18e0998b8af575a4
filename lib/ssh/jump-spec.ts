/** One hop of a ProxyJump: `[user@]host[:port]`, or `ssh://…`. */
export interface JumpSpec {
  user: string | null
  host: string
  port: number | null
}

const MOST_JUMPS = 8
// A host may not begin with "-": it must never read as an option. An IPv6 address stands in brackets when a port follows.
const HOP =
  /^(?:ssh:\/\/)?(?:([A-Za-z0-9_][A-Za-z0-9._@\\$-]{0,63})@)?(?:\[([0-9A-Fa-f:.%a-z]+)\]|([A-Za-z0-9_][A-Za-z0-9._%-]{0,252}))(?::(\d{1,5}))?\/?$/

/** Parses a ProxyJump list, nearest hop first; null when it isn't one. `none` is the empty list. */
export const parseProxyJump = (text: string): JumpSpec[] | null => {
  if (text.trim().toLowerCase() === 'none') return []
  const hops: JumpSpec[] = []
  for (const part of text.split(',')) {
    const match = HOP.exec(part.trim())
    if (!match) return null
    const [, user, bracketed, plain, port] = match
    const number = port === undefined ? null : Number(port)
    if (number !== null && (number < 1 || number > 65535)) return null
    hops.push({ user: user ?? null, host: bracketed ?? plain ?? '', port: number })
  }
  return hops.length <= MOST_JUMPS ? hops : null
}
