import type { InventoryNode } from '@/lib/model/inventory'
import type { TestStep } from '@/lib/model/nodes-api'
import type { AuditRecord } from '../audit'

const STEP_WORD: Record<TestStep['step'], string> = {
  reach: 'reach',
  hostKey: 'host key',
  login: 'login',
  commands: 'commands',
  reading: 'reading',
}

const lineOf = ({ step, host, jump, detail }: TestStep): string =>
  `${jump ? `jump host ${host}, ` : ''}${STEP_WORD[step]}: ${detail}`

interface Tested {
  node: Pick<InventoryNode, 'name'>
  /** How the node was described, where it was not tried as the inventory has it. */
  described: InventoryNode | undefined
  /** Each step that came to its end, in order. */
  ended: readonly TestStep[]
}

/** What came of a connection test, step by step. One that has not come to its last step failed, or was broken off. */
export const auditOfTest = ({
  node,
  described,
  ended,
}: Tested): Pick<AuditRecord, 'action' | 'nodes' | 'output' | 'result'> => {
  const last = ended.at(-1)
  const failed = last?.status === 'failed'
  const whole = last?.step === 'reading' && !failed
  const lines = [
    ...(described === undefined ? [] : [`described as ${JSON.stringify(described)}`]),
    ...ended.map(lineOf),
    ...(whole || failed ? [] : ['broken off']),
  ]
  return {
    ...{ action: 'connectionTested', nodes: [node.name], output: lines.join('\n') },
    result: whole ? 'ok' : 'failed',
  }
}
