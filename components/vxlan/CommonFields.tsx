'use client'

import { plural } from '@/lib/client/time'
import type { CommonField } from '@/lib/client/vxlan/change-form'
import { agreed, membersOf } from '@/lib/client/vxlan/suggest'
import { FIELD_MEANS } from '@/lib/client/vxlan/words'
import type { Overlay, VniMember } from '@/lib/model/overlay'
import { Field, Input, Select } from '../ui/Field'
import { Segments } from '../ui/Segments'
import { useFormAround } from './form-context'

/** In an edit, what is left empty stays: either it isn't told, or devices differ in it. */
const STAYS = 'as it is'

interface TextProps {
  name: Exclude<CommonField, 'df' | 'learning'>
  label: string
  hint?: string | undefined
  placeholder?: string
  optional?: boolean
  exact?: boolean
  readOnly?: boolean
}

export const CommonText = ({ name, label, hint, placeholder, optional = false, exact, readOnly }: TextProps) => {
  const { state, errors, edits } = useFormAround()
  return (
    <Field error={errors[name]?.message} hint={hint ?? FIELD_MEANS[name]} label={label} optional={optional && !edits}>
      <Input
        inputMode={['vni', 'port', 'mtu', 'ttl', 'tos', 'ageing'].includes(name) ? 'numeric' : undefined}
        placeholder={edits ? STAYS : placeholder}
        readOnly={readOnly}
        {...(exact !== undefined && { exact })}
        {...state.form.register(name, { onChange: () => state.noteHand(name) })}
      />
    </Field>
  )
}

interface ChoiceProps {
  name: 'df' | 'learning'
  label: string
  choices: readonly [value: string, word: string][]
  hint: string
}

export const CommonChoice = ({ name, label, choices, hint }: ChoiceProps) => {
  const { state, errors, edits } = useFormAround()
  return (
    <Field error={errors[name]?.message} hint={hint} label={label} optional={!edits}>
      <Select {...state.form.register(name)}>
        <option value="">{edits ? STAYS : 'the node’s default'}</option>
        {choices.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </Select>
    </Field>
  )
}

const portHint = (fixed: readonly string[], members: number, port: number | null): string => {
  if (fixed.length > 0)
    return `${fixed.join(', ')} ${fixed.length === 1 ? 'has' : 'have'} no setting for it, and ends must agree.`
  if (members > 0 && port !== null) return `${port}, as the other ${plural(members, 'member')} of the VNI.`
  return FIELD_MEANS.port
}

/** Who is in the VNI already must send to the new ends too. */
const Others = ({ members }: { members: readonly VniMember[] }) =>
  members.length === 0 ? null : (
    <span className="mt-1 block">
      {members.map(({ node }) => node).join(', ')} must flood to these nodes too: the next page offers to change that
      with them.
    </span>
  )

const FLOODS = [
  { value: 'group', label: 'a group' },
  { value: 'remotes', label: 'remotes' },
] as const

/** What all nodes of the change have in common. */
export const CommonFields = ({ overlay }: { overlay: Overlay }) => {
  const { state, options, edits } = useFormAround()
  const { vni, written, chosen } = state
  const members = membersOf(overlay, vni)
  const others = members.filter(({ node }) => !chosen.includes(node))
  const fixed = chosen.filter(node => options.get(node)?.limits?.fixedPort != null)
  const without = chosen.filter(node => options.get(node)?.limits?.remotes === 0)
  const groups = [...new Set(members.flatMap(({ group }) => group ?? []))]
  const used = overlay.vnis.map(each => each.vni)
  const setFlood = (flood: 'group' | 'remotes') => {
    state.noteHand('flood')
    state.form.setValue('flood', flood)
  }
  return (
    <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2 xl:grid-cols-[minmax(0,9rem)_minmax(0,22rem)_minmax(0,14rem)_minmax(0,18rem)]">
      <CommonText
        hint={
          edits
            ? 'Another VNI is another device.'
            : others.length > 0
              ? `Has ${plural(members.length, 'member')}: it is stretched.`
              : `In use: ${used.length === 0 ? 'none' : used.slice(0, 6).join(', ')}${used.length > 6 ? ', …' : ''}`
        }
        label="VNI"
        name="vni"
        placeholder="100"
        readOnly={edits}
      />
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div>
          <p className="mb-1 font-medium">Flood to</p>
          <Segments
            label="Flood to"
            onChange={setFlood}
            options={FLOODS.filter(({ value }) => value === 'group' || without.length === 0)}
            value={written.flood ?? 'group'}
          />
          {without.length > 0 && (
            <p className="mt-1 max-w-36 text-ink-3 text-small">
              {without.join(', ')} {without.length === 1 ? 'takes' : 'take'} no remote.
            </p>
          )}
        </div>
        <div className="min-w-36 flex-1">
          {written.flood === 'group' ? (
            <CommonText
              hint={groups.length > 0 && others.length > 0 ? `The VNI has ${groups.join(', ')}.` : FIELD_MEANS.group}
              label="Multicast group"
              name="group"
              placeholder="239.1.1.100"
            />
          ) : (
            <p className="pt-6 text-ink-3 text-small">
              Head-end replication: each node sends a copy of every broadcast to each remote, told per node below.
              {!edits && <Others members={others} />}
            </p>
          )}
        </div>
      </div>
      <CommonText
        hint={portHint(fixed, others.length, agreed(others.map(({ port }) => port)))}
        label="Port"
        name="port"
      />
      <CommonText label="MTU" name="mtu" />
    </div>
  )
}
