'use client'

import { type LucideIcon, Plug } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { NodeForm } from '@/lib/client/node-form'
import type { InventoryNode } from '@/lib/model/inventory'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { ConnectionTest } from './ConnectionTest'
import { NodeFields } from './NodeFields'
import { useNodeForm } from './use-node-form'

interface Props {
  back: ReactNode
  title: string
  children: ReactNode
  /** What is known of the node before anything is typed. */
  known: NodeForm
  save: { words: string; Icon: LucideIcon; run: (node: InventoryNode) => Promise<unknown> }
}

/** Describes a node, tries it out, and writes it into the inventory. */
export const NodeFormPage = ({ back, title, children, known, save }: Props) => {
  const { form, run, tried, error, onTest, onSave, retry } = useNodeForm(known, save.run)
  const { errors, isSubmitting } = form.formState
  const steps = useRef<HTMLElement>(null)
  const running = run?.running === true
  useEffect(() => {
    // On a narrow screen the steps lie below the form.
    const top = steps.current?.getBoundingClientRect().top ?? 0
    if (running && top > window.innerHeight / 2) steps.current?.scrollIntoView({ block: 'start' })
  }, [running])
  return (
    <div className="h-full overflow-y-auto">
      <header className="border-line border-b px-4 py-4">
        {back}
        <h2 className="mt-1 font-semibold text-title">{title}</h2>
        <div className="mt-1 max-w-2xl text-ink-2">{children}</div>
      </header>
      <div className="grid max-w-6xl gap-x-10 gap-y-8 p-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <form aria-label="Node" noValidate onSubmit={onSave}>
          <NodeFields errors={errors} register={form.register} />
          {error !== null && (
            <div className="mt-5">
              <Notice size="line" title={error.message} tone="bad">
                <span className="whitespace-pre-line">{error.hint}</span>
              </Notice>
            </div>
          )}
          <div className="sticky bottom-0 mt-5 flex gap-2 border-line border-t bg-bg py-3">
            <Button disabled={running} onClick={onTest}>
              <Plug aria-hidden className="size-4" />
              Test connection
            </Button>
            <Button disabled={isSubmitting} look="primary" type="submit">
              <save.Icon aria-hidden className="size-4" />
              {save.words}
            </Button>
          </div>
        </form>
        <section aria-label="Connection test" className="scroll-mt-4 lg:border-line lg:border-l lg:pl-10" ref={steps}>
          <h3 className="mb-3 font-medium">{tried === null ? 'What a test goes through' : `Test of ${tried.name}`}</h3>
          <ConnectionTest
            name={tried?.name ?? ''}
            node={tried}
            onTrusted={() => tried !== null && retry(tried)}
            run={run}
          />
        </section>
      </div>
    </div>
  )
}
