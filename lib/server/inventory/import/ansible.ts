import type { InventoryNode, PlatformName } from '@/lib/model/inventory'
import type { ImportAnswer } from '@/lib/model/nodes-api'
import { depths, type ResolvedHost, resolveHosts, type Vars } from './ansible-groups'
import { parseAnsibleIni } from './ansible-ini'
import { parseAnsibleYaml } from './ansible-yaml'
import { buildImport, type FoundHost } from './candidate'

/** YAML begins with a mapping; an INI file with a section or a host. */
const isYaml = (text: string): boolean => {
  const first = text.split(/\r?\n/).find(line => !/^\s*([#;].*)?$/.test(line)) ?? ''
  return /^---|^\s*["']?[\w.-]+["']?:(\s|$)|^\{/.test(first)
}

/** A variable as text; `null` where it isn't set, isn't text, or is a template that only Ansible can fill in. */
const textOf = (vars: Vars, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = vars.get(name)
    if (typeof value === 'number') return String(value)
    if (typeof value === 'string' && value !== '' && !value.includes('{{')) return value
  }
  return undefined
}

const SECRETS = ['ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password', 'ansible_ssh_private_key_passphrase']
const READ = [
  ...['ansible_host', 'ansible_port', 'ansible_user', 'ansible_ssh_private_key_file', 'ansible_private_key_file'],
  ...['ansible_ssh_host', 'ansible_ssh_port', 'ansible_ssh_user', 'ansible_ssh_common_args', 'ansible_network_os'],
]

const JUMPS = [
  /(?:^|\s)-J\s*(\S+)/,
  /ProxyJump[= ]["']?([^\s"']+)/i,
  /ProxyCommand[= ]["']?ssh\s+(?:-q\s+)?-W\s+%h:%p\s+(?:-q\s+)?([^\s"'-][^\s"']*)["']?\s*$/i,
]

const jumpOf = (args: string | undefined): string | undefined =>
  args === undefined ? undefined : JUMPS.map(pattern => pattern.exec(args)?.[1]).find(found => found !== undefined)

const PLATFORMS: ReadonlyMap<string, PlatformName> = new Map([
  ['vyos', 'vyos'],
  ['vyos.vyos.vyos', 'vyos'],
])

/** What of a host was not taken. */
const notTaken = ({ vars }: ResolvedHost): string[] => {
  const templates = READ.filter(key => {
    const value = vars.get(key)
    return typeof value === 'string' && value.includes('{{')
  })
  const args = textOf(vars, 'ansible_ssh_common_args')
  return [
    ...templates.map(key => `${key} is a template, not taken`),
    ...(args !== undefined && jumpOf(args) === undefined
      ? ['ansible_ssh_common_args names no jump host, not taken']
      : []),
    ...(SECRETS.some(key => vars.has(key))
      ? ['the password is not taken; name where it is by passwordEnv or passwordFile']
      : []),
  ]
}

const NAMED = 5

/** Each thing once, with the hosts it holds for. */
const groupNotes = (hosts: readonly ResolvedHost[]): string[] => {
  const names = new Map<string, string[]>()
  for (const host of hosts)
    for (const note of notTaken(host)) {
      const known = names.get(note)
      if (known) known.push(host.name)
      else names.set(note, [host.name])
    }
  return [...names].map(([note, of]) => {
    const more = of.length > NAMED ? ` and ${of.length - NAMED} more` : ''
    return `${of.slice(0, NAMED).join(', ')}${more}: ${note}`
  })
}

const foundHost = ({ name, vars, groups }: ResolvedHost): FoundHost => ({
  name,
  host: textOf(vars, 'ansible_host', 'ansible_ssh_host'),
  port: textOf(vars, 'ansible_port', 'ansible_ssh_port'),
  user: textOf(vars, 'ansible_user', 'ansible_ssh_user'),
  identityFile: textOf(vars, 'ansible_ssh_private_key_file', 'ansible_private_key_file'),
  proxyJump: jumpOf(textOf(vars, 'ansible_ssh_common_args')),
  platform: PLATFORMS.get(textOf(vars, 'ansible_network_os') ?? ''),
  tags: groups.filter(group => group.length <= 64),
})

/**
 * Hosts of an Ansible inventory, INI or YAML, as nodes: address, port, user, key and jump host from the variables of host and
 * groups, the groups as tags. Nothing is run or filled in, and no password is taken. Never throws.
 */
export const importAnsible = (text: string, existing: readonly InventoryNode[]): ImportAnswer => {
  const inventory = isYaml(text) ? parseAnsibleYaml(text) : parseAnsibleIni(text)
  const { circular } = depths(inventory.groups)
  const hosts = resolveHosts(inventory)
  const isLocal = ({ vars }: ResolvedHost) => textOf(vars, 'ansible_connection') === 'local'
  const remote = hosts.filter(host => !isLocal(host))
  const notes = [
    ...inventory.notes,
    ...(circular.length > 0 ? [`groups that hold themselves: ${circular.slice(0, 20).join(', ')}`] : []),
    ...hosts.filter(isLocal).map(({ name }) => `${name}: left out, ansible_connection is local`),
    ...groupNotes(remote),
  ]
  return buildImport('Ansible inventory', remote.map(foundHost), notes, existing)
}
