'use client'

import clsx from 'clsx'
import { CircleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { OwnField } from '@/lib/client/vxlan/change-form'
import { FIELD_MEANS, PERSIST_MEANS, pathWords, persistWord } from '@/lib/client/vxlan/words'
import { Persist } from '@/lib/model/change'
import type { NodeOptions, Underlay } from '@/lib/model/node-options'
import { Field, Input, Select } from '../ui/Field'
import { useFormAround } from './form-context'

interface Props {
  index: number
  node: string
  /** Settings that not every device needs are shown. */
  more: boolean
  onRemove: (() => void) | null
}

const useOwn = (index: number, node: string) => {
  const { state, errors } = useFormAround()
  const own = errors.nodes?.[index]
  return {
    errorOf: (field: OwnField | 'node') => own?.[field]?.message,
    register: (field: OwnField) =>
      state.form.register(`nodes.${index}.${field}`, { onChange: () => state.noteHand(`${node}/${field}`) }),
  }
}

/** A field of a row: on a wide screen the head of its column names and explains it. */
const Cell = ({
  label,
  field,
  error,
  hint,
  headed = true,
  children,
}: {
  label: string
  field: OwnField
  error: string | undefined
  hint?: ReactNode
  headed?: boolean
  children: ReactNode
}) => (
  <Field
    error={error}
    hint={
      <>
        <span className={clsx(headed && 'lg:sr-only')}>{FIELD_MEANS[field]}</span> {hint}
      </>
    }
    label={<span className={clsx(headed && 'lg:sr-only')}>{label}</span>}
  >
    {children}
  </Field>
)

const underlayWords = ({ ifname, addresses, mtu, up }: Underlay): string =>
  [ifname, addresses[0] ?? 'no address', mtu === null ? null : `mtu ${mtu}`, up ? null : 'down']
    .filter(part => part !== null)
    .join(' · ')

const LinkCell = ({ index, node, options }: { index: number; node: string; options: NodeOptions | undefined }) => {
  const { edits, state } = useFormAround()
  const { errorOf, register } = useOwn(index, node)
  const underlays = options?.underlays ?? []
  const current = state.written.nodes?.[index]?.link ?? ''
  const managed = current !== '' && current === options?.path.dev
  return (
    <Cell
      error={errorOf('link')}
      field="link"
      hint={managed ? <span className="text-warn">We reach this node by it too.</span> : undefined}
      label="Underlay device"
    >
      <Select {...register('link')}>
        <option value="">{edits ? 'as it is' : 'none: by its routes'}</option>
        {current !== '' && !underlays.some(({ ifname }) => ifname === current) && (
          <option value={current}>{current}</option>
        )}
        {underlays.map(underlay => (
          <option key={underlay.ifname} value={underlay.ifname}>
            {underlayWords(underlay)}
          </option>
        ))}
      </Select>
    </Cell>
  )
}

const PersistCell = ({ index, node, options }: { index: number; node: string; options: NodeOptions | undefined }) => {
  const { state } = useFormAround()
  const { errorOf, register } = useOwn(index, node)
  const chosen = Persist.safeParse(state.written.nodes?.[index]?.persist).data
  const isVyos = options?.limits?.vxlanNames === true
  const persist = options?.persist ?? []
  return (
    <Cell error={errorOf('persist')} field="persist" hint={chosen && PERSIST_MEANS[chosen]} label="Kept">
      <Select {...register('persist')}>
        {persist.length === 0 && <option value="">{options === undefined ? 'asking it…' : 'not known'}</option>}
        {persist.map(({ value, why }) => (
          <option disabled={why !== null} key={value} value={value}>
            {persistWord(value, isVyos)}
            {why !== null && `: ${why}`}
          </option>
        ))}
      </Select>
    </Cell>
  )
}

const MoreCells = ({ index, node, options }: { index: number; node: string; options: NodeOptions | undefined }) => {
  const { errorOf, register } = useOwn(index, node)
  const { limits, bridges } = options ?? { limits: null, bridges: [] }
  return (
    <div className="grid gap-x-3 gap-y-3 sm:grid-cols-3 lg:col-span-full lg:pl-[8.75rem]">
      {limits?.local !== false && (
        <Cell error={errorOf('local')} field="local" headed={false} label="Local address">
          <Input placeholder="the underlay’s" {...register('local')} />
        </Cell>
      )}
      <Cell error={errorOf('bridge')} field="bridge" headed={false} label="Bridge">
        <Select {...register('bridge')}>
          <option value="">none</option>
          {bridges.map(name => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Cell>
      {limits?.vlan !== false && (
        <Cell error={errorOf('vlan')} field="vlan" headed={false} label="VLAN">
          <Input inputMode="numeric" {...register('vlan')} />
        </Cell>
      )}
    </div>
  )
}

/** One node's own part of the change. */
export const PartRow = ({ index, node, more, onRemove }: Props) => {
  const { state, options: all, edits } = useFormAround()
  const { errorOf, register } = useOwn(index, node)
  const options = all.get(node)
  const remotes = state.written.flood === 'remotes'
  const wrong = errorOf('node')
  const problem = wrong ?? options?.why ?? undefined
  const asksAgain = wrong === undefined && options?.limits === null
  return (
    <li>
      <fieldset
        className={clsx(
          'grid gap-x-3 gap-y-3 border-line border-t px-4 py-3 sm:grid-cols-2',
          remotes ? 'lg:grid-cols-[8rem_7rem_1.2fr_1.2fr_1fr_1fr]' : 'lg:grid-cols-[8rem_7rem_1.2fr_1fr_1fr]',
        )}
      >
        <legend className="sr-only">{node}</legend>
        <div className="sm:col-span-2 lg:col-span-1">
          <p className="flex min-h-8 items-center gap-1.5 font-medium">
            <span className="min-w-0 leading-4 [overflow-wrap:anywhere]">{node}</span>
            {onRemove !== null && (
              <button
                aria-label={`Leave ${node} out`}
                className="grid size-6 shrink-0 place-items-center rounded text-ink-3 hover:bg-sunken hover:text-ink"
                onClick={onRemove}
                type="button"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            )}
          </p>
          <p className="text-ink-3 text-small">{options?.title ?? 'asking it…'}</p>
          {options?.limits && (
            <p
              className="text-ink-3 text-small"
              title="the address and device of the node that our SSH session goes by"
            >
              {options.path.server === null && options.path.dev === null ? (
                'doesn’t tell how we reach it'
              ) : (
                <>
                  reached on <span className="mono">{pathWords(options)}</span>
                </>
              )}
            </p>
          )}
        </div>
        <Cell error={errorOf('name')} field="name" label="Device">
          <Input readOnly={edits} {...register('name')} />
        </Cell>
        <LinkCell index={index} node={node} options={options} />
        {remotes && (
          <Cell error={errorOf('remotes')} field="remotes" label="Remotes">
            <Input placeholder="10.0.2.253 10.0.2.254" {...register('remotes')} />
          </Cell>
        )}
        <Cell error={errorOf('addresses')} field="addresses" label="Addresses">
          <Input placeholder="10.100.0.1/24" {...register('addresses')} />
        </Cell>
        <PersistCell index={index} node={node} options={options} />
        {more && <MoreCells index={index} node={node} options={options} />}
        {problem !== undefined && (
          <p className="flex gap-1.5 text-bad text-small sm:col-span-2 lg:col-span-full" role="alert">
            <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
            <span>
              {problem}
              {asksAgain && <span className="text-ink-2">. It is asked again by itself.</span>}
            </span>
          </p>
        )}
      </fieldset>
    </li>
  )
}

const HEADS = [
  ['Device', 'name'],
  ['Underlay device', 'link'],
  ['Remotes', 'remotes'],
  ['Addresses', 'addresses'],
  ['Kept', 'persist'],
] as const

/** Names and explains the columns of the rows below, where there is width for columns. */
export const PartHeads = () => {
  const remotes = useFormAround().state.written.flood === 'remotes'
  return (
    <div
      aria-hidden
      className={clsx(
        'hidden gap-x-3 px-4 pb-2 lg:grid',
        remotes ? 'lg:grid-cols-[8rem_7rem_1.2fr_1.2fr_1fr_1fr]' : 'lg:grid-cols-[8rem_7rem_1.2fr_1fr_1fr]',
      )}
    >
      <span className="font-medium">Node</span>
      {HEADS.filter(([, field]) => remotes || field !== 'remotes').map(([label, field]) => (
        <span key={field}>
          <span className="block font-medium">{label}</span>
          <span className="block text-ink-3 text-small">{FIELD_MEANS[field]}</span>
        </span>
      ))}
    </div>
  )
}
