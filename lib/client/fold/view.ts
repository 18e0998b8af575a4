import type { GroupBy } from './types'

const ESCAPED: Readonly<Record<string, string>> = { '%': '%25', ',': '%2C' }

/** Groups as they stand in a URL, between commas. */
export const sayOpen = (open: readonly string[]): string | null =>
  open.length === 0
    ? null
    : open.map(id => id.slice('fold:'.length).replaceAll(/[%,]/g, found => ESCAPED[found] ?? found)).join(',')

export const readOpen = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .filter(part => part !== '')
    .slice(0, 100)
    .map(part => `fold:${part.replaceAll('%2C', ',').replaceAll('%25', '%')}`)

/** What groups are made by, as a URL says it; `null` is automatic. */
export const readBy = (text: string | null): GroupBy | null => {
  if (text === 'tag' || text === 'subnet' || text === 'name' || text === 'vni') return text
  return text?.startsWith('tag=') === true ? `tag=${text.slice('tag='.length)}` : null
}

/** What groups are made by, in words. */
export const sayBy = (by: GroupBy): string =>
  by === 'vni' ? 'lowest VNI' : by.startsWith('tag=') ? by.slice('tag='.length) : by
