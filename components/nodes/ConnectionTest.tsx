'use client'

import { showSteps } from '@/lib/client/test-words'
import type { TestRun } from '@/lib/client/use-connection-test'
import type { InventoryNode } from '@/lib/model/inventory'
import type { TestStep } from '@/lib/model/nodes-api'
import { ErrorLine } from '../ui/ErrorLine'
import { Steps } from '../ui/Steps'
import { TrustKey } from './TrustKey'

interface Props {
  name: string
  node: InventoryNode | null
  run: TestRun | null
  onTrusted: () => void
}

/** What a failed step means and what to do next. */
const Remedy = ({ told, name, node, onTrusted }: Omit<Props, 'run'> & { told: TestStep }) => {
  const { key, error, host } = told
  if (key !== null && (key.verdict === 'unknown' || key.verdict === 'changed'))
    return <TrustKey host={host} name={name} node={node} onTrusted={onTrusted} shown={key} />
  if (error === null) return null
  return (
    <div className="mt-1 space-y-1">
      <p className="whitespace-pre-line">{error.hint}</p>
      <p className="mono text-ink-3">{error.code}</p>
    </div>
  )
}

const wordsOf = (words: string, told: TestStep | null): string => {
  if (told?.status !== 'failed' || told.key === null) return words
  if (told.key.verdict === 'unknown') return 'nobody has trusted this key yet'
  return told.key.verdict === 'changed' ? 'the host offers another key than the trusted one' : words
}

/** A connection test, step by step as it goes. */
export const ConnectionTest = ({ name, node, run, onTrusted }: Props) => {
  const steps = showSteps(run?.steps ?? [])
  const done = run !== null && !run.running && run.steps.at(-1)?.status === 'ok'
  return (
    <div className="space-y-4">
      <Steps
        label="Connection test"
        steps={steps.map(({ told, words, state, ...step }) => ({
          ...step,
          state: told?.status === 'failed' && told.key?.verdict === 'unknown' ? 'asks' : state,
          words: wordsOf(words, told),
          more: told?.status === 'failed' && <Remedy name={name} node={node} onTrusted={onTrusted} told={told} />,
        }))}
      />
      {run?.error && <ErrorLine error={run.error} />}
      {done && (
        <p className="font-medium text-ok" role="status">
          All well: this node can be read.
        </p>
      )}
    </div>
  )
}
