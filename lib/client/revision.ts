interface Revision {
  epoch: string
  count: number
}

const parseRevision = (text: string): Revision | null => {
  const [, epoch, count] = /^(.+)-(\d{1,15})$/.exec(text) ?? []
  return epoch === undefined ? null : { epoch, count: Number(count) }
}

/** What a message that leads from `after` to `revision` is to a state: known already, to be applied, or not for it. */
export type Standing = 'known' | 'next' | 'gap'

/**
 * How a state at revision `own` stands to a change from `after` to `revision`. A change holds whole things, so a state
 * anywhere between the two may take it. Without `after` only the revision right before will do. Another epoch is a gap:
 * the server was started anew.
 */
export const standingOf = (own: string, after: string | null, revision: string): Standing => {
  if (own === revision) return 'known'
  const [mine, to] = [parseRevision(own), parseRevision(revision)]
  const from = after === null ? null : parseRevision(after)
  if (mine === null || to === null) return own === after ? 'next' : 'gap'
  if (mine.epoch !== to.epoch || (from !== null && from.epoch !== to.epoch)) return 'gap'
  if (mine.count >= to.count) return 'known'
  return mine.count >= (from?.count ?? to.count - 1) ? 'next' : 'gap'
}
