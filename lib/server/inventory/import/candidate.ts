import { InventoryNode } from '@/lib/model/inventory'
import type { Candidate, ImportAnswer } from '@/lib/model/nodes-api'
import { printable, quoted } from '../printable'

/** A host as a source names it, not checked yet. */
export interface FoundHost {
  name: string
  host?: string | undefined
  port?: number | string | undefined
  user?: string | undefined
  identityFile?: string | undefined
  proxyJump?: string | undefined
  platform?: InventoryNode['platform']
  tags?: string[] | undefined
  /** Where it leads, for people; found from the others where it isn't given. */
  detail?: string
}

const MOST_TAGS = 32
const MOST_NOTES = 50

/** `leaf 1@x` → `leaf-1-x`: the nearest that a node may be called. */
const nodeName = (name: string): string =>
  name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63)

const placeInWords = ({ name, host, port, user, proxyJump }: InventoryNode): string => {
  const who = user === undefined ? '' : `${user}@`
  const place = port === undefined || port === 22 ? (host ?? name) : `${host ?? name}:${port}`
  return `${who}${place}${proxyJump === undefined ? '' : ` by way of ${proxyJump}`}`
}

const placeOf = ({ name, host, port }: InventoryNode): string => `${host ?? name} ${port ?? 22}`

const buildNode = ({ name, host, port, tags, detail: _, ...rest }: FoundHost): unknown => {
  const called = nodeName(name)
  const where = host ?? (called === name ? undefined : name)
  const found = {
    name: called,
    ...(where !== undefined && where !== called && { host: where }),
    ...(port !== undefined && String(port) !== '22' && { port: typeof port === 'number' ? port : Number(port) }),
    ...rest,
    ...(tags && tags.length > 0 && { tags: tags.slice(0, MOST_TAGS) }),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

/** What was found, each host checked: as nodes that can be added, and those that can't with the reason. */
export const buildImport = (
  source: string,
  found: readonly FoundHost[],
  notes: readonly string[],
  existing: readonly InventoryNode[],
): ImportAnswer => {
  const byName = new Set(existing.map(({ name }) => name))
  const byPlace = new Map(existing.map(node => [placeOf(node), node.name]))
  const candidates: Candidate[] = []
  const skipped: ImportAnswer['skipped'] = []
  const seen = new Set<string>()
  for (const host of found) {
    const parsed = InventoryNode.safeParse(buildNode(host))
    const name = printable(host.name.slice(0, 100))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      skipped.push({ name, reason: `${issue?.path.join('.')}: expected ${issue?.message}` })
    } else if (seen.has(parsed.data.name)) {
      skipped.push({ name, reason: `it would be called ${quoted(parsed.data.name)}, as another one is` })
    } else {
      seen.add(parsed.data.name)
      const present = byName.has(parsed.data.name) ? parsed.data.name : (byPlace.get(placeOf(parsed.data)) ?? null)
      candidates.push({ node: parsed.data, detail: host.detail ?? placeInWords(parsed.data), present })
    }
  }
  const more = notes.length - MOST_NOTES
  const told = notes.slice(0, MOST_NOTES).map(note => printable(note.slice(0, 300)))
  return { source, candidates, skipped, notes: more > 0 ? [...told, `and ${more} more like these`] : told }
}
