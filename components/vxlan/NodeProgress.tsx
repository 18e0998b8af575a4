'use client'

import clsx from 'clsx'
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  Undo2,
} from 'lucide-react'
import { formatDuration } from '@/lib/client/time'
import { useNow } from '@/lib/client/use-now'
import {
  failedAt,
  isArmed,
  isOwnFailure,
  type ShownStep,
  type StepLook,
  stateWords,
  stepsOf,
} from '@/lib/client/vxlan/change-words'
import { METHOD_WORD } from '@/lib/client/vxlan/words'
import type { ApplyNode } from '@/lib/model/apply'
import type { PlanNode } from '@/lib/model/plan'
import { CodeBlock } from '../ui/CodeBlock'

const ICON = {
  idle: CircleDashed,
  busy: LoaderCircle,
  held: Clock,
  ok: CircleCheck,
  warn: Undo2,
  bad: CircleAlert,
} as const
const INK = {
  idle: 'text-ink-3',
  busy: 'text-accent',
  held: 'text-accent',
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
} as const

const STEP: Record<StepLook, { icon: LucideIcon; ink: string; word: string }> = {
  waiting: { icon: CircleDashed, ink: 'text-ink-3', word: 'not run' },
  running: { icon: LoaderCircle, ink: 'text-accent motion-safe:animate-spin', word: 'runs' },
  ok: { icon: CircleCheck, ink: 'text-ok', word: 'done' },
  failed: { icon: CircleX, ink: 'text-bad', word: 'failed' },
}

const Step = ({ step: { command, look, output } }: { step: ShownStep }) => {
  const { icon: Icon, ink, word } = STEP[look]
  return (
    <li className="flex gap-2">
      <Icon aria-label={word} className={clsx('mt-0.5 size-3.5 shrink-0', ink)} role="img" />
      <div className="min-w-0">
        <code className={clsx('mono [overflow-wrap:anywhere]', look === 'waiting' ? 'text-ink-3' : 'text-ink')}>
          {command}
        </code>
        {output.trim() !== '' && (
          <pre className="mono mt-0.5 whitespace-pre-wrap border-line-strong border-l-2 pl-2 text-ink-2 [overflow-wrap:anywhere]">
            {output.trim()}
          </pre>
        )}
      </div>
    </li>
  )
}

/** How long until the node undoes by itself, ms. */
const useUndoLeft = ({ state, undoAt }: ApplyNode): number | null => {
  const now = useNow()
  return !isArmed(state) || now === null || undoAt === undefined ? null : Date.parse(undoAt) - now
}

interface Props {
  node: ApplyNode
  plan: PlanNode
}

/** One node of a change that is applied: how it stands, each command as it went, and its own words where one failed. */
export const NodeProgress = ({ node, plan }: Props) => {
  const { word, means, tone } = stateWords(node.state, plan.action)
  const left = useUndoLeft(node)
  const Icon = ICON[tone]
  const isOwn = node.failure !== null && isOwnFailure(node.failure.at)
  return (
    <section aria-label={node.node} className="rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2.5">
        <Icon
          aria-hidden
          className={clsx('size-4 shrink-0', INK[tone], tone === 'busy' && 'motion-safe:animate-spin')}
        />
        <h3 className="font-semibold">{node.node}</h3>
        <span className={clsx('font-medium', INK[tone])}>{word}</span>
        <span className="min-w-0 text-ink-2 text-small">{means}</span>
        {left !== null && left > 0 && (
          <span className="ml-auto text-ink-2 text-small tabular-nums">
            undoes by itself in {formatDuration(left)}, {node.state === 'undoing' ? 'at the latest' : 'unless kept'}
          </span>
        )}
      </header>
      <div className="space-y-3 px-4 py-3">
        {node.failure !== null && (
          <div
            className={clsx(
              'rounded-md border px-3 py-2',
              isOwn ? 'border-bad/45 bg-bad-soft' : 'border-line bg-sunken',
            )}
          >
            <p>
              <span className={clsx('font-medium', isOwn ? 'text-bad' : 'text-ink-2')}>
                {failedAt(node.failure.at)}:
              </span>{' '}
              <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{node.failure.message}</span>
            </p>
            {node.failure.hint !== '' && <p className="mt-0.5 text-ink-2">{node.failure.hint}</p>}
          </div>
        )}
        <ol aria-label={`Commands on ${node.node}, by ${METHOD_WORD[plan.method]}`} className="space-y-1">
          {stepsOf(plan, node).map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a command may come twice, and its place is what it is
            <Step key={at} step={step} />
          ))}
        </ol>
        <details>
          <summary className="text-ink-2">Its undo</summary>
          <div className="mt-2">
            <CodeBlock code={plan.undo.join('\n')} what={`undo for ${plan.node}`} />
          </div>
        </details>
      </div>
    </section>
  )
}
