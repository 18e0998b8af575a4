import { z } from 'zod'
import { ApiError } from './error'
import { InventoryNode, NodeName } from './inventory'

const MOST_NODES = 5000

/** Nodes to write into the inventory: all of them, or none. */
export const AddNodes = z.strictObject({ nodes: z.array(InventoryNode).min(1, 'at least one node').max(MOST_NODES) })
export type AddNodes = z.infer<typeof AddNodes>

/** What was written, and where. */
export const NodesWritten = z.object({ file: z.string(), nodes: z.array(z.string()) })
export type NodesWritten = z.infer<typeof NodesWritten>

/** A node as the inventory has it, `defaults` not merged in, and the name of that file. */
export const InventoryNodeAnswer = z.object({ file: z.string(), node: InventoryNode })
export type InventoryNodeAnswer = z.infer<typeof InventoryNodeAnswer>

/** A node as it is to be; `was`: as whoever changes it has read it, so that nothing written since is lost. */
export const ChangeNode = InventoryNode.extend({ was: InventoryNode.optional() })
export type ChangeNode = z.infer<typeof ChangeNode>

/** A connection is tried to the node of that name in the inventory, or to `node`, which need not be in it. */
export const TestRequest = z.strictObject({ node: InventoryNode.optional() })
export type TestRequest = z.infer<typeof TestRequest>

const Fingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'SHA256: and 43 characters, as `ssh-keygen -lf` prints it')

/** `host`: whose key, as the test names it: the node, or a jump host on the way. `fingerprint`: the key that the user saw. */
export const TrustRequest = z.strictObject({
  node: InventoryNode.optional(),
  host: z.string().min(1).max(253),
  fingerprint: Fingerprint,
})
export type TrustRequest = z.infer<typeof TrustRequest>

export const TrustAnswer = z.object({ host: z.string(), fingerprint: z.string(), file: z.string() })
export type TrustAnswer = z.infer<typeof TrustAnswer>

/** A host key that was shown, and what is known of it. */
export const ShownKey = z.object({
  algorithm: z.string(),
  fingerprint: z.string(),
  verdict: z.enum(['trusted', 'unknown', 'changed', 'revoked']),
  /** Keys that are known for this host in its place. */
  known: z.array(z.string()),
  /** `file:line` of what is known. */
  where: z.string().nullable(),
})
export type ShownKey = z.infer<typeof ShownKey>

export const TEST_STEPS = ['reach', 'hostKey', 'login', 'commands', 'reading'] as const

/**
 * One step of a connection test. It is told when it begins (`running`) and again when it is over; a step that isn't told of
 * was not tried. Jump hosts have `reach` and `hostKey` of their own, before those of the node.
 */
export const TestStep = z.object({
  step: z.enum(TEST_STEPS),
  /** The node's name, or how its jump host is written. */
  host: z.string(),
  jump: z.boolean(),
  status: z.enum(['running', 'ok', 'failed']),
  ms: z.int().nullable(),
  /** What was found, in a line. */
  detail: z.string(),
  key: ShownKey.nullable(),
  error: ApiError.nullable(),
})
export type TestStep = z.infer<typeof TestStep>

/** A node that could be taken over from elsewhere. */
export const Candidate = z.object({
  node: InventoryNode,
  /** Where it is, for people: `ops@10.0.0.1:22 by bastion`. */
  detail: z.string(),
  /** The node of the inventory that has its name or its place already. */
  present: NodeName.nullable(),
})
export type Candidate = z.infer<typeof Candidate>

/** What a source holds. Nothing of it is left out without a word: `skipped` are hosts, `notes` is what of it was not taken. */
export const ImportAnswer = z.object({
  source: z.string(),
  candidates: z.array(Candidate),
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
  notes: z.array(z.string()),
})
export type ImportAnswer = z.infer<typeof ImportAnswer>

/** Characters of an Ansible inventory: of 5,000 hosts with ten variables each. */
export const MAX_IMPORT = 4 * 1024 * 1024

export const ImportAnsible = z.strictObject({ text: z.string().max(MAX_IMPORT, 'at most 4 MiB') })
export type ImportAnsible = z.infer<typeof ImportAnsible>
