import { userInfo } from 'node:os'
import type { NodeError } from '@/lib/model/error'
import type { Inventory, InventoryNode } from '@/lib/model/inventory'
import { fail, ok, type Result } from '@/lib/model/result'
import { type ConfigAnswer, configHostName, evaluateSshConfig } from './config-evaluate'
import { readSshConfig, type SshConfig } from './config-read'
import { type JumpSpec, parseProxyJump } from './jump-spec'
import { nodeError } from './node-error'
import { type PasswordSource, passwordFromEnv, passwordFromFile } from './password'
import { createPaths, type Paths } from './paths'

/** All that is needed to reach and log in to one host. */
export interface SshTarget {
  /** The inventory's name, or how a jump host was written. */
  name: string
  host: string
  port: number
  user: string
  /** Absolute paths in the order to try; they need not exist. */
  identityFiles: string[]
  /** Those of `identityFiles` which the inventory names: not being able to read one is worth an error. */
  requiredIdentityFiles: string[]
  /** Whether somebody named `identityFiles`; false: they are the usual ones of ~/.ssh. */
  identitiesNamed: boolean
  /** Offer no key of the agent but those in `identityFiles`. */
  identitiesOnly: boolean
  /** The agent's socket. */
  agent: string | null
  password: PasswordSource | null
  /** Jump hosts, the nearest to us first; they have none of their own. */
  jumps: SshTarget[]
  hostKeyAlias: string | null
  /** UserKnownHostsFile of ssh config; null: the usual ones. */
  knownHostsFiles: string[] | null
  /** What of ssh config could not be honoured, for people. */
  notes: string[]
}

export interface ResolveOptions {
  /** The inventory file's folder: relative paths of the inventory start there. */
  baseDir: string
  home: string
  env: Record<string, string | undefined>
  /** The inventory's nodes, as written: a proxyJump may name one. */
  others: InventoryNode[]
  /** The inventory's `defaults`: used where neither a node nor ssh config says. */
  defaults?: Inventory['defaults']
  /** Default: `/etc/ssh/ssh_config`. */
  systemConfig?: string
}

const DEFAULT_IDENTITIES = ['id_ed25519', 'id_ecdsa', 'id_rsa']

interface Context {
  options: ResolveOptions
  config: SshConfig
  defaults: Inventory['defaults']
  localUser: string
  /** Names on the way here, to end a circle of jumps. */
  trail: string[]
  /** Whether a jump host's own jumps are followed: only the first hop's are, as in OpenSSH. */
  followJumps: boolean
}

/**
 * Applies ssh config (`~/.ssh/config`, then the system's) to one inventory node: HostName, Port, User, IdentityFile,
 * IdentitiesOnly, IdentityAgent, ProxyJump, HostKeyAlias, UserKnownHostsFile. What the node says itself wins over ssh
 * config, ssh config over the inventory's defaults. A node without `host` goes by its name. No command of ssh config is
 * ever run: `Match exec` blocks are left out, a ProxyCommand is an error.
 */
export const resolveTarget = async (
  node: InventoryNode,
  options: ResolveOptions,
): Promise<Result<SshTarget, NodeError>> => {
  const files = [`${options.home}/.ssh/config`, options.systemConfig ?? '/etc/ssh/ssh_config']
  const config = await readSshConfig(files, options.home)
  const localUser = localUserOf(options.env)
  const defaults = options.defaults ?? {}
  return resolveOne(node, { options, config, defaults, localUser, trail: [], followJumps: true })
}

const localUserOf = (env: ResolveOptions['env']): string => {
  const named = env.USER || env.LOGNAME
  if (named) return named
  try {
    return userInfo().username
  } catch {
    // A user id without a name, as in some containers.
    return 'root'
  }
}

const resolveOne = (node: InventoryNode, context: Context): Result<SshTarget, NodeError> => {
  const { options, defaults, localUser } = context
  const alias = (node.host ?? node.name).replace(/^\[(.*)\]$/, '$1')
  const answer = evaluateSshConfig(context.config.files, { alias, user: node.user ?? null, localUser })
  const value = (keyword: string) => answer.first.get(keyword)?.[0]
  const host = configHostName(answer, alias)
  const port = node.port ?? portOf(value('port')) ?? defaults.port ?? 22
  const user = node.user ?? value('user') ?? defaults.user ?? localUser

  const jumps = resolveJumps(node, answer, context)
  if (!jumps.ok) return jumps
  const paths = createPaths(options, { alias, host, port, user, localUser })
  return ok({
    name: node.name,
    host,
    port,
    user,
    ...identitiesOf(node, answer, context, paths),
    agent: agentOf(value('identityagent'), options.env, paths),
    password: passwordOf(node, context, paths),
    jumps: jumps.value,
    hostKeyAlias: value('hostkeyalias') ?? null,
    knownHostsFiles: knownHostsOf(answer.first.get('userknownhostsfile'), paths),
    notes: [...context.config.notes, ...answer.notes, ...paths.notes],
  })
}

const portOf = (text: string | undefined): number | undefined => {
  const port = Number(text)
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : undefined
}

const identitiesOf = (node: InventoryNode, answer: ConfigAnswer, { defaults }: Context, paths: Paths) => {
  const inventory = (file: string | undefined) => (file === undefined ? [] : [paths.ofInventory(file)])
  const none = answer.identityFiles.some(file => file.toLowerCase() === 'none')
  const own = inventory(node.identityFile)
  const config = none ? [] : answer.identityFiles.flatMap(file => paths.ofConfig(file) ?? [])
  const fallback = inventory(defaults.identityFile)
  const named = [...new Set([...own, ...config, ...fallback])]
  const usual = none ? [] : DEFAULT_IDENTITIES.map(name => paths.ofHome(`.ssh/${name}`))
  return {
    identityFiles: named.length > 0 ? named : usual,
    requiredIdentityFiles: own.length > 0 ? own : fallback,
    identitiesNamed: named.length > 0,
    identitiesOnly: answer.first.get('identitiesonly')?.[0]?.toLowerCase() === 'yes',
  }
}

const agentOf = (named: string | undefined, env: ResolveOptions['env'], paths: Paths): string | null => {
  if (named === undefined || named === 'SSH_AUTH_SOCK') return env.SSH_AUTH_SOCK || null
  if (named.toLowerCase() === 'none') return null
  if (named.startsWith('$') && !named.startsWith('${')) return env[named.slice(1)] || null
  return paths.ofConfig(named)
}

const passwordOf = (node: InventoryNode, { options, defaults }: Context, paths: Paths): PasswordSource | null => {
  const { passwordEnv, passwordFile } = node.passwordEnv || node.passwordFile ? node : defaults
  if (passwordEnv) return passwordFromEnv(passwordEnv, options.env)
  return passwordFile ? passwordFromFile(paths.ofInventory(passwordFile)) : null
}

const knownHostsOf = (files: string[] | undefined, paths: Paths): string[] | null => {
  if (!files) return null
  return files.filter(file => file.toLowerCase() !== 'none').flatMap(file => paths.ofConfig(file) ?? [])
}

const resolveJumps = (node: InventoryNode, answer: ConfigAnswer, context: Context): Result<SshTarget[], NodeError> => {
  if (!context.followJumps) return ok([])
  const command = answer.first.get('proxycommand')
  if (node.proxyJump === undefined && command && command[0]?.toLowerCase() !== 'none') {
    return fail(
      nodeError(
        'config',
        `ssh config sets a ProxyCommand for ${node.name}, and vxscope runs no command of it`,
        'Use ProxyJump in ~/.ssh/config, or set proxyJump for this node in the inventory.',
      ),
    )
  }
  const text = node.proxyJump ?? answer.first.get('proxyjump')?.[0] ?? context.defaults.proxyJump ?? 'none'
  const hops = parseProxyJump(text)
  if (!hops) return fail(badJump(node.name, text, 'is not a list of at most 8 [user@]host[:port]'))

  const trail = [...context.trail, node.name, node.host ?? node.name]
  // A ProxyJump for all hosts covers the jump host too, which is then reached directly.
  const circular = hops.some(hop => trail.includes(hop.host))
  if (circular && node.proxyJump === undefined) return ok([])
  if (circular) return fail(badJump(node.name, text, 'goes in a circle'))

  const jumps: SshTarget[] = []
  for (const [index, hop] of hops.entries()) {
    const jump = resolveHop(hop, { ...context, trail, followJumps: index === 0 })
    if (!jump.ok) return jump
    jumps.push(...jump.value.jumps, { ...jump.value, jumps: [] })
  }
  return ok(jumps)
}

const badJump = (name: string, text: string, what: string) =>
  nodeError(
    'config',
    `proxyJump ${JSON.stringify(text.slice(0, 200))} of ${name} ${what}`,
    'Write [user@]host[:port], several separated by commas; a host may be a node of the inventory or an alias of ~/.ssh/config.',
  )

/**
 * A jump host is a node of the inventory, or any host. The inventory's default password is not given to the latter: it is
 * for nodes.
 */
const resolveHop = (hop: JumpSpec, context: Context): Result<SshTarget, NodeError> => {
  const over = { ...(hop.user !== null && { user: hop.user }), ...(hop.port !== null && { port: hop.port }) }
  const known = context.options.others.find(other => other.name === hop.host)
  if (known) return resolveOne({ ...known, ...over }, context)
  const { user, identityFile } = context.defaults
  const defaults = { ...(user !== undefined && { user }), ...(identityFile !== undefined && { identityFile }) }
  return resolveOne({ name: hop.host, host: hop.host, ...over }, { ...context, defaults })
}
