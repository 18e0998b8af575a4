import path from 'node:path'
import type { Inventory } from '@/lib/model/inventory'
import { resolveFile } from './resolve-file'

type Env = Readonly<Record<string, string | undefined>>

/** A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification). */
const configHome = (env: Env, home: string): string => {
  const folder = env.XDG_CONFIG_HOME
  return folder && path.isAbsolute(folder) ? folder : path.join(home, '.config')
}

/** Our own file of trusted host keys, which `vxscope trust` writes: the inventory's `knownHosts`, else one in the user's configuration. */
export const knownHostsFile = (
  inventory: Pick<Inventory, 'knownHosts'>,
  configFile: string,
  env: Env,
  home: string,
): string =>
  inventory.knownHosts === undefined
    ? path.join(configHome(env, home), 'vxscope', 'known_hosts')
    : resolveFile(inventory.knownHosts, path.dirname(path.resolve(configFile)), home)

/** What OpenSSH reads by itself (ssh_config(5), UserKnownHostsFile and GlobalKnownHostsFile). Only read, never written. */
export const userKnownHostsFiles = (home: string): string[] => [
  path.join(home, '.ssh', 'known_hosts'),
  path.join(home, '.ssh', 'known_hosts2'),
  '/etc/ssh/ssh_known_hosts',
  '/etc/ssh/ssh_known_hosts2',
]
