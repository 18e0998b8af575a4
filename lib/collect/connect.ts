import type { InventoryNode } from '@/lib/model/inventory'
import { ok } from '@/lib/model/result'
import { type HostKeyTrust, type LoginGate, openConnection, resolveTarget } from '@/lib/ssh'
import type { Connect } from './poll-node'

export interface ConnectOptions {
  /** Folder of the inventory file: relative paths start there. */
  baseDir: string
  home: string
  env: Record<string, string | undefined>
  trust: HostKeyTrust
  gate: LoginGate
  /** The inventory as it is now: a jump host may be one of its nodes. */
  nodes: () => readonly InventoryNode[]
}

/** How this process connects to the nodes of its inventory. */
export const createConnect =
  ({ baseDir, home, env, trust, gate, nodes }: ConnectOptions): Connect =>
  async node => {
    const target = await resolveTarget(node, { baseDir, home, env, others: [...nodes()] })
    if (!target.ok) return target
    const { host, port } = target.value
    return ok({
      connection: openConnection(target.value, { trust, gate }),
      host: port === 22 ? host : `${host}:${port}`,
    })
  }
