'use client'

import { Plus } from 'lucide-react'
import { type ChangeEvent, useState } from 'react'
import type { ImportAnswer } from '@/lib/model/nodes-api'
import { Button } from '../ui/Button'
import { Field, TextArea } from '../ui/Field'
import { Notice } from '../ui/Notice'
import { Segments } from '../ui/Segments'
import { Skeleton } from '../ui/Skeleton'
import { BackToNodes } from './BackToNodes'
import { CandidateTable } from './CandidateTable'
import { useImport } from './use-import'

const SOURCES = [
  { value: 'ssh-config', label: 'ssh config' },
  { value: 'ansible', label: 'Ansible inventory' },
] as const

const EXAMPLE = `[leafs]
leaf[01:04] ansible_user=ops

[leafs:vars]
ansible_ssh_private_key_file=~/.ssh/lab`

const AnsibleText = ({ busy, onRead }: { busy: boolean; onRead: (text: string) => void }) => {
  const [text, setText] = useState('')
  const upload = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (file) setText(await file.text())
  }
  return (
    <div className="max-w-3xl space-y-3 px-4 pb-4">
      <Field
        hint="INI or YAML. It is read by this server and not kept; nothing in it is run and no password is taken."
        label="Inventory"
      >
        <TextArea onChange={event => setText(event.target.value)} placeholder={EXAMPLE} rows={9} value={text} />
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={busy || text.trim() === ''} onClick={() => onRead(text)}>
          Show its hosts
        </Button>
        <label className="text-ink-2">
          or a file{' '}
          <input
            className="text-small file:mr-2 file:h-8 file:rounded-md file:border file:border-line file:bg-raised file:px-2.5 file:text-ink"
            onChange={upload}
            type="file"
          />
        </label>
      </div>
    </div>
  )
}

const Remarks = ({ found: { skipped, notes } }: { found: ImportAnswer }) => {
  if (skipped.length + notes.length === 0) return null
  return (
    <section aria-label="Not taken" className="max-w-3xl px-4 py-4 text-ink-2">
      <h3 className="font-medium text-ink">Not taken</h3>
      <ul className="mt-1 list-disc space-y-0.5 pl-5 text-small [overflow-wrap:anywhere]">
        {skipped.slice(0, 50).map(({ name, reason }) => (
          <li key={name}>
            {name}: {reason}
          </li>
        ))}
        {skipped.length > 50 && <li>and {skipped.length - 50} more hosts</li>}
        {notes.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  )
}

/** Nodes from where they are written down already. */
export const ImportPage = () => {
  const { source, pick, found, chosen, setChosen, error, busy, read, add } = useImport()
  return (
    <div className="flex h-full flex-col">
      <header className="px-4 py-4">
        <BackToNodes />
        <h2 className="mt-1 mb-3 font-semibold text-title">Import nodes</h2>
        <div className="flex">
          <Segments label="Import from" onChange={pick} options={SOURCES} value={source} />
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {source === 'ansible' && <AnsibleText busy={busy} onRead={read} />}
        {source === 'ssh-config' && found === null && error === null && (
          <Skeleton label="Reading the ssh config" rows={4} />
        )}
        {error !== null && (
          <div className="max-w-3xl px-4 pb-4">
            <Notice size="line" title={error.message} tone="bad">
              <span className="whitespace-pre-line">{error.hint}</span>
            </Notice>
          </div>
        )}
        {found !== null && found.candidates.length === 0 && (
          <div className="max-w-3xl px-4">
            <Notice size="line" title={`No hosts found in ${found.source}`}>
              {source === 'ssh-config'
                ? 'It has no Host line that names one host: those with wildcards stand for many. It is the file of the user who runs vxscope.'
                : 'Hosts stand a line each, under a [group] in the INI form, under hosts: in the YAML form.'}
            </Notice>
          </div>
        )}
        {found !== null && found.candidates.length > 0 && (
          <CandidateTable candidates={found.candidates} chosen={chosen} onChoose={setChosen} />
        )}
        {found !== null && <Remarks found={found} />}
      </div>
      {found !== null && found.candidates.length > 0 && (
        <footer className="flex items-center gap-4 border-line border-t bg-surface px-4 py-2">
          <Button disabled={busy || chosen.size === 0} look="primary" onClick={add}>
            <Plus aria-hidden className="size-4" />
            {chosen.size === 0 ? 'Add the chosen' : `Add ${chosen.size === 1 ? '1 node' : `${chosen.size} nodes`}`}
          </Button>
          <p className="text-ink-2 text-small">
            from <span className="mono">{found.source}</span>. Each node’s host key is asked about before it is read.
          </p>
        </footer>
      )}
    </div>
  )
}
