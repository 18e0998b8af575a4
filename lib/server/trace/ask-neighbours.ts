import { createExecReader } from '@/lib/collect/exec-reader'
import type { NeighbourReading } from '@/lib/model/neighbour'
import { neighbourQuery, parseNeighbours } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'

/** Somebody waits: a node that takes longer isn't known. */
const LIMITS = { timeoutMs: 5000, maxBytes: 64 * 1024 }

const askOne = async (connection: SshConnection | null, address: string): Promise<NeighbourReading | null> => {
  const query = neighbourQuery(address)
  if (!query || !connection) return null
  const answers = await createExecReader(connection).ask([query], LIMITS)
  const [answer] = answers.ok ? answers.value : []
  return answer ? parseNeighbours(answer, Date.now()) : null
}

/** What nodes take an address for, by node; one that has no connection or didn't answer is missing. */
export const askNeighbours = async (
  { address, nodes }: { address: string; nodes: readonly string[] },
  connectionOf: (node: string) => SshConnection | null,
): Promise<Map<string, NeighbourReading>> => {
  const asked = await Promise.all(nodes.map(async node => [node, await askOne(connectionOf(node), address)] as const))
  return new Map(asked.flatMap(([node, reading]) => (reading ? [[node, reading] as const] : [])))
}
