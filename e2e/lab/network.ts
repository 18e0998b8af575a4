import type { Command } from './command'
import type { NetworkPlan } from './plan'
import { LabError, mustRun, run } from './run'

interface Batch {
  namespace: string
  tool: Command['tool']
  lines: string[]
}

/** What `ip -batch` splits at blanks; scenario words hold none, and aliases come from names. */
const batchLine = (command: Command): string =>
  command.tool === 'sysctl' ? `echo ${command.value} >/proc/sys/${command.key}` : command.argv.join(' ')

/** Neighbouring commands of one tool in one namespace become one process. */
export const batchCommands = (commands: readonly Command[]): Batch[] => {
  const batches: Batch[] = []
  for (const command of commands) {
    const last = batches.at(-1)
    const line = batchLine(command)
    if (last?.tool === command.tool && last.namespace === command.namespace) last.lines.push(line)
    else batches.push({ namespace: command.namespace, tool: command.tool, lines: [line] })
  }
  return batches
}

export const namespaceFile = (namespace: string): string => `/run/netns/${namespace}`

const applyBatch = async ({ namespace, tool, lines }: Batch): Promise<void> => {
  const input = `${lines.join('\n')}\n`
  // /proc/sys/net shows the namespace of the process that opens it.
  const argv =
    tool === 'sysctl'
      ? ['nsenter', `--net=${namespaceFile(namespace)}`, 'sh', '-eu']
      : [tool, '-n', namespace, '-batch', '-']
  const { code, stderr } = await run(argv, { input })
  if (code === 0) return
  const failedAt = /Command failed -:(\d+)/.exec(stderr)
  const line = lines[Number(failedAt?.[1] ?? 1) - 1] ?? ''
  throw new LabError(`in namespace ${namespace}: ${tool} ${line}: ${stderr.split('\n')[0] ?? ''}`)
}

const applyInOrder = async (commands: readonly Command[]): Promise<void> => {
  for (const batch of batchCommands(commands)) await applyBatch(batch)
}

/** Makes the namespaces and all that stands in them. */
export const applyNetwork = async (plan: NetworkPlan): Promise<void> => {
  // One after the other at first: the first `ip netns add` after boot mounts /run/netns.
  for (const namespace of plan.namespaces) await mustRun(['ip', 'netns', 'add', namespace])
  await applyInOrder(plan.fabric)
  await Promise.all(plan.nodes.map(applyInOrder))
}

/** What of the plan isn't there, in words; empty when the network is whole. */
export const missingDevices = async (plan: NetworkPlan): Promise<string[]> => {
  const missing = await Promise.all(
    Object.entries(plan.devices).map(async ([namespace, devices]) => {
      const { code, stdout } = await run(['ip', '-n', namespace, '-o', 'link', 'show'])
      if (code !== 0) return [`namespace ${namespace}`]
      const present = new Set(stdout.split('\n').map(line => /^\d+: ([^:@]+)/.exec(line)?.[1]))
      return devices.filter(device => !present.has(device)).map(device => `${device} in ${namespace}`)
    }),
  )
  return missing.flat()
}
