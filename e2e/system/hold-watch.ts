import { connectLabNode } from '@/e2e/lab/connect'
import { LabError, labStatus } from '@/e2e/lab/lab'
import { watchNode } from '@/lib/collect'

/** Watches a node of a running lab until the process is killed; prints a line when it does. */
export const holdWatch = async (instance: string, node: string): Promise<void> => {
  const { lab } = await labStatus(instance)
  if (!lab) throw new LabError(`lab ${instance} is not up`)
  const watch = await watchNode(await connectLabNode(lab, node), { onLine() {}, onOverflow() {}, onEnd() {} })
  process.stdout.write(watch.ok ? 'watching\n' : `${watch.error.message}\n`)
}
