import { testConnection } from '@/lib/collect'
import type { Principal } from '@/lib/model/access'
import type { InventoryNode } from '@/lib/model/inventory'
import type { TestStep } from '@/lib/model/nodes-api'
import { answerLines, stopWith } from '../answer-lines'
import type { Audit } from '../audit'
import { auditOfTest } from './audit-of-test'
import { type Reaching, resolveOptions } from './named-node'

interface Asked {
  node: InventoryNode
  /** How the request describes it, where it does. */
  described: InventoryNode | undefined
  who: Principal
  signal: AbortSignal
}

/** The same steps; however they end, what came of them is written down. */
async function* audited(steps: AsyncIterable<TestStep>, { node, described, who }: Asked, audit: Audit) {
  const ended: TestStep[] = []
  try {
    for await (const step of steps) {
      if (step.status !== 'running') ended.push(step)
      yield step
    }
  } finally {
    await audit.record({ who, from: who.from, ...auditOfTest({ node, described, ended }) })
  }
}

/** Each step of a connection test as a line of JSON, when it begins and when it is over. Ends with the request. */
export const answerTest = (asked: Asked, reaching: Reaching & { audit: Audit }): Response => {
  const stop = stopWith(asked.signal)
  const { trust, gate } = reaching.access
  const options = { ...resolveOptions(reaching), trust: trust(), gate, signal: stop.signal }
  return answerLines(audited(testConnection(asked.node, options), asked, reaching.audit), stop)
}
