import type { Inventory, InventoryNode } from '@/lib/model/inventory'
import { jumpHosts, leadsBack } from './jumps'

/** A bastion is not reached over itself: a default jump that would lead back to a node doesn't hold for it. */
const inheritsJump = (node: InventoryNode, jump: string, own: ReadonlyMap<string, readonly string[]>): boolean =>
  !leadsBack(node.name, new Map([...own, [node.name, jumpHosts(jump)]]))

/**
 * The nodes with `defaults` merged in; what a node says itself wins. A node's own source of a password also replaces
 * the other kind of source, so that a default one never stands beside it. Not for `resolveTarget`, which takes `defaults`
 * apart: there `~/.ssh/config` stands between the two.
 */
export const withDefaults = ({ defaults, nodes }: Inventory): InventoryNode[] => {
  const { proxyJump, passwordEnv, passwordFile, ...login } = defaults
  const password = {
    ...(passwordEnv !== undefined && { passwordEnv }),
    ...(passwordFile !== undefined && { passwordFile }),
  }
  const own = new Map(nodes.map(node => [node.name, node.proxyJump === undefined ? [] : jumpHosts(node.proxyJump)]))
  return nodes.map(node => {
    const ownPassword = node.passwordEnv !== undefined || node.passwordFile !== undefined
    const inherits = node.proxyJump === undefined && proxyJump !== undefined && inheritsJump(node, proxyJump, own)
    return { ...login, ...(!ownPassword && password), ...(inherits && { proxyJump }), ...node }
  })
}
