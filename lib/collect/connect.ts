import type { Inventory } from '@/lib/model/inventory'
import { ok } from '@/lib/model/result'
import { type HostKeyTrust, type LoginGate, openConnection, resolveTarget } from '@/lib/ssh'
import type { Connect } from './following'

export interface ConnectOptions {
  /** Folder of the inventory file: relative paths start there. */
  baseDir: string
  home: string
  env: Record<string, string | undefined>
  trust: () => HostKeyTrust
  gate: LoginGate
  /** As it is now: its defaults, and its nodes, any of which may be a jump host. */
  inventory: () => Inventory
}

/** How this process connects to the nodes of its inventory. */
export const createConnect =
  ({ baseDir, home, env, trust, gate, inventory }: ConnectOptions): Connect =>
  async node => {
    const { nodes, defaults } = inventory()
    const target = await resolveTarget(node, { baseDir, home, env, others: nodes, defaults })
    if (!target.ok) return target
    const { host, port } = target.value
    return ok({
      connection: openConnection(target.value, { trust: trust(), gate }),
      host: port === 22 ? host : `${host}:${port}`,
    })
  }
