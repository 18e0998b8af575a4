import type { InventoryNode } from '@/lib/model/inventory'
import type { ImportAnswer } from '@/lib/model/nodes-api'
import type { ConfigHost } from '@/lib/ssh'
import { buildImport } from './candidate'

const detailOf = ({ hostName, port, user, proxyJump }: ConfigHost): string => {
  const place = port === null || port === '22' ? hostName : `${hostName}:${port}`
  const jump = proxyJump === null || proxyJump.toLowerCase() === 'none' ? '' : ` by way of ${proxyJump}`
  return `${user === null ? '' : `${user}@`}${place}${jump}`
}

const FORGES = /(^|\.)(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|ssh\.dev\.azure\.com)$/i

/**
 * Hosts of an ssh config as nodes. A node is its alias: user, port, key and jumps stay in ssh config, where they are kept up.
 * Forges of source code are left out, and that is said.
 */
export const importSshConfig = (
  { file, hosts, notes }: { file: string; hosts: readonly ConfigHost[]; notes: readonly string[] },
  existing: readonly InventoryNode[],
): ImportAnswer => {
  const nodes = hosts.filter(({ hostName }) => !FORGES.test(hostName))
  const forges = hosts.filter(({ hostName }) => FORGES.test(hostName)).map(({ alias }) => alias)
  const commands = nodes.filter(({ proxyCommand }) => proxyCommand).map(({ alias }) => alias)
  const own = [
    ...(forges.length > 0 ? [`left out, as they serve source code: ${forges.join(', ')}`] : []),
    ...commands.map(alias => `${alias}: its ProxyCommand is never run; vxscope reaches it only with ProxyJump`),
  ]
  return buildImport(
    file,
    nodes.map(host => ({ name: host.alias, detail: detailOf(host) })),
    [...own, ...notes],
    existing,
  )
}
