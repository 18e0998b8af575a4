'use client'

import type { FieldErrors, UseFormRegister } from 'react-hook-form'
import type { NodeForm } from '@/lib/client/node-form'
import { Field, Input, Select } from '../ui/Field'

interface FieldOf {
  name: keyof NodeForm
  label: string
  hint: string
  placeholder?: string
  required?: boolean
  half?: boolean
}

const REACH: readonly FieldOf[] = [
  {
    name: 'name',
    label: 'Name',
    hint: 'What it is called here: in the graph, in links, on the command line.',
    placeholder: 'vyos01',
    required: true,
  },
  {
    name: 'host',
    label: 'Host',
    hint: 'Its address or DNS name, or an alias of ~/.ssh/config. Empty: the name is the host.',
    placeholder: '10.0.0.254',
  },
  {
    name: 'port',
    label: 'Port',
    hint: 'Where its sshd listens: 22, unless ssh config says otherwise.',
    placeholder: '22',
    half: true,
  },
  {
    name: 'user',
    label: 'User',
    hint: 'Who logs in. On VyOS an admin; elsewhere any user who may run ip and bridge.',
    placeholder: 'vyos',
    half: true,
  },
]

const LOGIN: readonly FieldOf[] = [
  {
    name: 'identityFile',
    label: 'Key file',
    hint: 'Path of a private key on the server that runs vxscope. Empty: the ssh-agent, and the usual keys of ~/.ssh.',
    placeholder: '~/.ssh/id_ed25519',
  },
  {
    name: 'passwordEnv',
    label: 'Password from',
    hint: 'Name of an environment variable of the server that holds the password. The password itself is never asked for here.',
    placeholder: 'VYOS01_PASSWORD',
    half: true,
  },
  {
    name: 'passwordFile',
    label: 'Password file',
    hint: 'Or the path of a file on the server that holds it.',
    placeholder: '/etc/vxscope/vyos01.password',
    half: true,
  },
  {
    name: 'proxyJump',
    label: 'Jump host',
    hint: 'Where the way to it leads over: a node, a host or an alias; several with commas between.',
    placeholder: 'ops@bastion',
  },
]

const OTHER: readonly FieldOf[] = [
  {
    name: 'tags',
    label: 'Tags',
    hint: 'Words to group it by: a site, a rack, a role.',
    placeholder: 'dc1 leaf',
    half: true,
  },
]

interface Props {
  register: UseFormRegister<NodeForm>
  errors: FieldErrors<NodeForm>
}

const messageOf = (errors: FieldErrors<NodeForm>, name: keyof NodeForm): string | undefined => {
  const message = errors[name]?.message
  return message === undefined ? undefined : `Expected: ${message}`
}

const TextField = ({ field, register, errors }: Props & { field: FieldOf }) => (
  <Field
    className={field.half ? '' : 'sm:col-span-2'}
    error={messageOf(errors, field.name)}
    hint={field.hint}
    label={field.label}
    optional={field.required !== true}
  >
    <Input placeholder={field.placeholder} {...register(field.name)} />
  </Field>
)

/** What there is to say of a node, each thing with what it is for. */
export const NodeFields = (props: Props) => (
  <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2">
    {[...REACH, ...LOGIN].map(field => (
      <TextField field={field} key={field.name} {...props} />
    ))}
    <Field error={messageOf(props.errors, 'platform')} hint="Found out when it is read." label="Platform" optional>
      <Select {...props.register('platform')}>
        <option value="">automatic</option>
        <option value="vyos">VyOS</option>
        <option value="linux">Linux</option>
        <option value="ovs">Open vSwitch</option>
      </Select>
    </Field>
    {OTHER.map(field => (
      <TextField field={field} key={field.name} {...props} />
    ))}
  </div>
)
