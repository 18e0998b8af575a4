/** What a node's own namespaces of mounts and host name are made from: where things are on the machine beneath. */
export interface ViewInput {
  hostname: string
  /** The node's folder in the state directory; it holds `etc`, `opt`, `run`, `home`, `var/log`. */
  dir: string
  /** The real file behind a command of the machine beneath. */
  ip: string
  bridge: string
  /** Whether `ip` and `bridge` are the old ones: scripts `dir/ip` and `dir/bridge` stand before the real ones then. */
  oldIproute2: boolean
  /** `/usr/lib/os-release` exists on the machine beneath. */
  hasLibOsRelease: boolean
  hasOsRelease: boolean
  /** Folders of the machine's own /etc that the node shares, without leave to write. */
  sharedFolders: readonly string[]
}

/** Reached by this path once the folder it stands for may be hidden. Every Debian and Ubuntu has it, empty. */
const BASE = '/mnt'
const OWN_FOLDERS = ['etc', 'opt', 'run', 'var/log', 'home']
const EMPTY_FOLDERS = ['/root', '/tmp']

/**
 * Commands that give a process, in new namespaces of mounts and host name and already in the node's network namespace,
 * the node's view. Its folders are the state directory's: a file changed there changes in the node.
 */
export const planView = ({
  hostname,
  dir,
  ip,
  bridge,
  oldIproute2,
  hasLibOsRelease,
  hasOsRelease,
  sharedFolders,
}: ViewInput): string[][] => {
  const bind = (from: string, to: string) => ['mount', '--bind', from, to]
  const standBefore = (name: string, real: string) => [
    bind(real, `${BASE}/run/real/${name}`),
    bind(`${BASE}/${name}`, real),
  ]
  return [
    ['hostname', hostname],
    // sysfs shows the network namespace of whoever mounted it.
    ['mount', '-t', 'sysfs', 'sysfs', '/sys'],
    bind(dir, BASE),
    ...sharedFolders.map(folder => ['mount', '--bind', '-o', 'ro', folder, `${BASE}${folder}`]),
    ...(oldIproute2 ? [...standBefore('ip', ip), ...standBefore('bridge', bridge)] : []),
    ...(hasLibOsRelease ? [bind(`${BASE}/${hasOsRelease ? 'etc/os-release' : 'empty'}`, '/usr/lib/os-release')] : []),
    ...EMPTY_FOLDERS.map(folder => [
      'mount',
      '-t',
      'tmpfs',
      '-o',
      `mode=${folder === '/tmp' ? '1777' : '700'}`,
      'tmpfs',
      folder,
    ]),
    // `rbind`: the binds within `run` come along.
    ...OWN_FOLDERS.map(folder => ['mount', '--rbind', `${BASE}/${folder}`, `/${folder}`]),
    ['umount', '--lazy', BASE],
  ]
}

const quote = (word: string): string =>
  /^[A-Za-z0-9_./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** The commands as a script that says `ready` and then holds the namespaces until it is killed. */
export const holderScript = (commands: readonly string[][]): string =>
  [
    'set -eu',
    ...commands.map(words => words.map(quote).join(' ')),
    'cd /',
    'echo ready',
    'exec sleep infinity',
    '',
  ].join('\n')
