import { z } from 'zod'
import { ChangeNode, Persist } from './change'
import { Iso } from './overlay'

/**
 * What must be true of a device afterwards. A field that isn't there is not expected to be anything: the plan doesn't decide it.
 * `flood` is the head-end replication list (destinations of 00:00:00:00:00:00).
 */
export const Expect = z.object({
  exists: z.boolean(),
  ifname: z.string(),
  vni: z.int().optional(),
  group: z.string().nullable().optional(),
  remote: z.string().nullable().optional(),
  flood: z.array(z.string()).optional(),
  link: z.string().nullable().optional(),
  local: z.string().nullable().optional(),
  port: z.int().optional(),
  mtu: z.int().optional(),
  ttl: z.int().optional(),
  /** 1 is "inherit". */
  tos: z.int().optional(),
  df: z.string().optional(),
  learning: z.boolean().optional(),
  ageing: z.int().optional(),
  addresses: z.array(z.string()).optional(),
  master: z.string().nullable().optional(),
  alias: z.string().nullable().optional(),
  up: z.boolean().optional(),
})
export type Expect = z.infer<typeof Expect>

/** How a node is told: VyOS by its configuration, by release line; anything else by iproute2. */
export const Method = z.enum(['vyos1.1', 'vyos1.2', 'vyos1.3', 'vyos1.4', 'linux'])
export type Method = z.infer<typeof Method>

export const PlanWarning = z.object({ field: z.string().nullable(), message: z.string() })
export type PlanWarning = z.infer<typeof PlanWarning>

export const PlanNode = z.object({
  node: z.string(),
  action: z.enum(['create', 'update', 'delete']),
  name: z.string(),
  method: Method,
  persist: Persist,
  /** Exactly as run, in order. On VyOS lines of its configuration mode. */
  commands: z.array(z.string()),
  undo: z.array(z.string()),
  expect: Expect,
  /** What must be true once undone: as it was before. */
  before: Expect,
  /** Names the state of the node that this stands on: once it is another, the node is no longer so. */
  basis: z.string().default(''),
  diff: z.string(),
  warnings: z.array(PlanWarning),
})
export type PlanNode = z.infer<typeof PlanNode>

/**
 * `digest` covers the plan and what it assumed of each node; apply takes that digest alone, until `expiresAt`. `offers`: changes
 * of other ends that belong to this one, so that they flood to what it makes; they are planned once they are in the change.
 */
export const Plan = z.object({
  digest: z.string(),
  expiresAt: Iso,
  nodes: z.array(PlanNode),
  offers: z.array(ChangeNode).default([]),
})
export type Plan = z.infer<typeof Plan>
