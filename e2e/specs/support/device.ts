import { z } from 'zod'
import type { OnNode } from './test'

const Link = z.looseObject({
  ifname: z.string(),
  mtu: z.int(),
  flags: z.array(z.string()),
  master: z.string().optional(),
  ifalias: z.string().optional(),
  linkinfo: z.object({ info_kind: z.string(), info_data: z.record(z.string(), z.unknown()).optional() }).optional(),
  addr_info: z.array(z.object({ local: z.string(), prefixlen: z.int(), scope: z.string() })),
})
type Link = z.infer<typeof Link>

const Entries = z.array(z.looseObject({ mac: z.string(), dst: z.string().optional() }))

/** A program that prints JSON: a node of 2014 has one that doesn't, and the real one beside it. */
const real = (program: string): string => `p=${program}; [ -s /run/real/${program} ] && p=/run/real/${program}; $p`

/** A device as the node's kernel has it, or `null`: `ip -d -j addr show`, which has all of `ip -d link show`. */
export const linkOnNode = async (onNode: OnNode, node: string, dev: string): Promise<Link | null> => {
  const text = await onNode(node, 'sh', '-c', `${real('ip')} -d -j addr show dev ${dev} 2>/dev/null; true`)
  return text.trim() === '' ? null : (z.array(Link).parse(JSON.parse(text))[0] ?? null)
}

/** The destinations that a device copies broadcasts to, its own group or remote apart. */
const floodOf = async (onNode: OnNode, node: string, dev: string, own: unknown[]): Promise<string[]> => {
  const text = await onNode(node, 'sh', '-c', `${real('bridge')} -j fdb show dev ${dev}`)
  const entries = Entries.parse(JSON.parse(text.trim() || '[]'))
  return entries
    .filter(({ mac, dst }) => mac === '00:00:00:00:00:00' && dst !== undefined && !own.includes(dst))
    .flatMap(({ dst }) => dst ?? [])
    .sort()
}

/** The fields of a plan's `expect` as the node has them. */
export const factsOnNode = async (onNode: OnNode, node: string, dev: string): Promise<Record<string, unknown>> => {
  const link = await linkOnNode(onNode, node, dev)
  if (link === null) return { exists: false, ifname: dev }
  const data = link.linkinfo?.info_data ?? {}
  return {
    exists: true,
    ifname: link.ifname,
    vni: data.id,
    group: data.group ?? null,
    remote: data.remote ?? null,
    flood: await floodOf(onNode, node, dev, [data.group, data.remote]),
    link: data.link ?? null,
    local: data.local ?? null,
    port: data.port,
    mtu: link.mtu,
    ttl: data.ttl ?? 0,
    tos: data.tos ?? 0,
    df: data.df ?? 'unset',
    learning: data.learning,
    ageing: data.ageing,
    addresses: link.addr_info
      .filter(({ scope }) => scope === 'global')
      .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
      .sort(),
    master: link.master ?? null,
    alias: link.ifalias ?? null,
    up: link.flags.includes('UP'),
  }
}
