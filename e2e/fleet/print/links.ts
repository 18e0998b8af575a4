import type { LinkKind, NodeState } from '../model/state'
import { inPieces, jsonArray } from './chunks'
import type { LinkOptions } from './link-facts'
import { linkJson } from './link-json'
import { linkText } from './link-text'

export interface LinksOptions extends LinkOptions {
  json: boolean
  dev?: string
  kind?: LinkKind
}

const kept = new WeakMap<NodeState, Map<string, string[]>>()

const print = (state: NodeState, options: LinksOptions): string[] => {
  const links = state.links
    .filter(({ ifname }) => options.dev === undefined || ifname === options.dev)
    .filter(({ kind }) => options.kind === undefined || kind === options.kind)
    .map(link => (options.json ? linkJson(state, link, options) : linkText(state, link, options)))
  return [...inPieces(options.json ? jsonArray(links) : links)]
}

/** `ip [-j] [-d] [-s] link|addr show [dev DEV] [type KIND]`, in pieces. Kept while the state is the same: devices have no ages. */
export const printLinks = (state: NodeState, options: LinksOptions): Iterable<string> => {
  const printed = kept.get(state) ?? new Map<string, string[]>()
  kept.set(state, printed)
  const key = JSON.stringify(options)
  const pieces = printed.get(key) ?? print(state, options)
  printed.set(key, pieces)
  return pieces
}
