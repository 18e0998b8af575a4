import type { InventoryNode } from '@/lib/model/inventory'
import { openConnection, readHostKeyTrust, resolveTarget, type SshConnection } from '@/lib/ssh'
import { LabError, type LabInfo } from './lab'

/** The product's own connection to a node of a lab, by its port on 127.0.0.1, opened by its first use. */
export const connectLabNode = async (lab: LabInfo, name: string): Promise<SshConnection> => {
  const labNode = lab.nodes.find(node => node.name === name)
  if (!labNode?.port) throw new LabError(`node ${name} has no port`)
  const { port, user } = labNode
  const node: InventoryNode = { name, host: '127.0.0.1', port, user, identityFile: lab.identityFile }
  const target = await resolveTarget(node, { baseDir: lab.dir, home: lab.dir, env: {}, others: [] })
  if (!target.ok) throw new LabError(target.error.message)
  return openConnection(target.value, { trust: await readHostKeyTrust({ own: lab.knownHosts, user: [] }) })
}
