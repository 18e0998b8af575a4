'use client'

import clsx from 'clsx'
import { useState } from 'react'
import { plural } from '@/lib/client/time'
import { useRaw } from '@/lib/client/use-api'
import type { RawAnswer } from '@/lib/model/api'
import { ReadAt } from '../shared/ReadAt'
import { Badge } from '../ui/Badge'
import { Copy } from '../ui/Copy'
import { ErrorLine } from '../ui/ErrorLine'
import { shownLines } from './raw-lines'

type Output = RawAnswer['outputs'][number]

const Text = ({ output }: { output: Output }) => {
  const { lines, cut } = shownLines(output.output, output.format)
  const issues = new Map(output.issues.map(issue => [issue.line, issue.text]))
  const numbered = lines.map((text, i) => ({ number: i + 1, text }))
  return (
    <section
      aria-label={`Output of ${output.command}`}
      className="mono max-h-[480px] overflow-auto rounded-md border border-line bg-sunken py-2"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
      tabIndex={0}
    >
      <div className="w-max min-w-full">
        {numbered.map(({ number, text }) => {
          const bad = output.format === 'text' && issues.has(number)
          return (
            <div className={clsx('flex whitespace-pre', bad && 'bg-warn-soft')} key={number}>
              <span className={clsx('w-12 shrink-0 select-none pr-3 text-right', bad ? 'text-warn' : 'text-ink-3')}>
                {number}
              </span>
              <span className="pr-4">{text === '' ? ' ' : text}</span>
              {bad && <span className="pr-4 text-warn">not understood</span>}
            </div>
          )
        })}
        {cut > 0 && <p className="px-4 pt-1 text-ink-3">and {plural(cut, 'line')} more: copy to have them all</p>}
      </div>
    </section>
  )
}

const One = ({ output }: { output: Output }) => (
  <div>
    <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2 text-small">
      <Badge>{output.format === 'json' ? 'JSON, set in lines here' : 'text'}</Badge>
      <ReadAt at={output.readAt} />
      {output.issues.length > 0 ? (
        <span className="text-warn">{plural(output.issues.length, 'line')} not understood</span>
      ) : (
        <span>understood whole</span>
      )}
      <span className="ml-auto">
        <Copy text={output.output} what="output">
          copy output
        </Copy>
      </span>
    </div>
    {output.output.trim() === '' ? <p className="text-ink-3">It printed nothing.</p> : <Text output={output} />}
    {output.format === 'json' && output.issues.length > 0 && (
      <ul className="mono mt-2 space-y-1 text-warn">
        {output.issues.map(issue => (
          <li className="truncate" key={`${issue.line} ${issue.text}`}>
            {issue.text}
          </li>
        ))}
      </ul>
    )}
  </div>
)

/** What each command printed at the last reading, as it came, with the lines that no reader understood marked. */
export const RawOutputs = ({ name }: { name: string }) => {
  const { data, fault } = useRaw(name)
  const [picked, setPicked] = useState<string | null>(null)
  const outputs = data?.outputs ?? []
  const current = outputs.find(output => output.command === picked) ?? outputs[0]
  return (
    <section aria-label="Raw output" className="px-4 py-4">
      <h3 className="mb-2 font-medium">What it printed</h3>
      {fault !== undefined && data === undefined && <ErrorLine error={fault.error} tone="warn" />}
      {data !== undefined && outputs.length === 0 && <p className="text-ink-2">Nothing was read from it yet.</p>}
      {outputs.length > 0 && (
        <div aria-label="Commands" className="mb-3 flex gap-1 overflow-x-auto pb-1" role="tablist">
          {outputs.map(output => (
            <button
              aria-selected={output === current}
              className={clsx(
                'mono flex h-7 shrink-0 items-center gap-2 rounded-md border px-2',
                output === current ? 'border-accent bg-accent-soft text-ink' : 'border-line text-ink-2 hover:text-ink',
              )}
              key={output.command}
              onClick={() => setPicked(output.command)}
              role="tab"
              type="button"
            >
              {output.command}
              {output.issues.length > 0 && <span className="text-warn">{output.issues.length}</span>}
            </button>
          ))}
        </div>
      )}
      {current !== undefined && (
        <div aria-label={current.command} role="tabpanel">
          <One output={current} />
        </div>
      )}
    </section>
  )
}
