import { z } from 'zod'

/** What a node may be called: it stands in URLs, file names and on the command line. */
export const NodeName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'a name of letters, digits, ".", "_", "-", at most 63, beginning with a letter or digit',
  )

/** A host name, an IP address or an alias of ~/.ssh/config. No blank and no leading "-": it must never read as an option. */
const Host = z
  .string()
  .regex(/^[A-Za-z0-9[:_][A-Za-z0-9._:%[\]-]{0,252}$/, 'a host name, an IP address or an alias of ~/.ssh/config')
const User = z.string().regex(/^[A-Za-z_][A-Za-z0-9._@\\$-]{0,63}$/, 'a login name')
const Port = z.int().min(1).max(65535)
const FilePath = z.string().min(1).max(4096)

/** Platforms an inventory may name; found out where it doesn't. */
export const PlatformName = z.enum(['vyos', 'linux', 'ovs'])
export type PlatformName = z.infer<typeof PlatformName>

const login = {
  user: User.optional(),
  port: Port.optional(),
  identityFile: FilePath.optional(),
  passwordEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable')
    .optional(),
  passwordFile: FilePath.optional(),
  proxyJump: z.string().min(1).max(1024).optional(),
}

/** One SSH host as written in `vxscope.yaml`, with `defaults` not yet merged in. */
export const InventoryNode = z.strictObject({
  name: NodeName,
  host: Host.optional(),
  ...login,
  platform: PlatformName.optional(),
  tags: z.array(z.string().min(1).max(64)).max(32).optional(),
})
export type InventoryNode = z.infer<typeof InventoryNode>

/** The inventory file `vxscope.yaml`. Paths are as written; relative ones are relative to the file. */
export const Inventory = z.strictObject({
  readOnly: z.boolean().default(true),
  /** Our own file of trusted host keys, which `vxscope trust` writes. The user's known_hosts is only read. */
  knownHosts: FilePath.optional(),
  /** Seconds between two full readings of a node. */
  pollInterval: z.number().min(0.5).max(3600).default(2),
  defaults: z.strictObject(login).default({}),
  nodes: z.array(InventoryNode).max(5000).default([]),
})
export type Inventory = z.infer<typeof Inventory>
