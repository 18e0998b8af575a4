import { OVERLAYS, STAND_IN_NODE } from './vyos-stand-in/places'

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
  /** The Node.js of the stand-in for VyOS, on the machine beneath; `null` on a node that isn't VyOS. */
  vyosNode: string | null
  /** Folders of the machine's own /etc that the node shares, without leave to write. */
  sharedFolders: readonly string[]
}

/** Reached by this path once the folder it stands for may be hidden. Every Debian and Ubuntu has it, empty. */
const BASE = '/mnt'
const OWN_FOLDERS = ['etc', 'opt', 'run', 'var/log', 'home']
const NEW_ROOT = `for each in /*; do
  to=${BASE}$each
  if [ -L "$each" ]; then cp -P "$each" "$to"
  elif [ "$each" = ${BASE} ]; then mkdir "$to"
  elif [ -d "$each" ]; then mkdir "$to"; mount --rbind "$each" "$to"
  fi
done
mkdir ${BASE}/config
mount --bind /opt/vyatta/etc/config ${BASE}/config`
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
  vyosNode,
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
    ...(vyosNode === null ? [] : overlays(dir)),
    bind(dir, BASE),
    ...(vyosNode === null ? [] : [bind(vyosNode, `${BASE}${STAND_IN_NODE}`)]),
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
    ...(vyosNode === null ? [] : rootWithConfig),
  ]
}

/** Programs of VyOS among those of the machine beneath, which doesn't see them: the lowest layer is its own folder. */
const overlays = (dir: string): string[][] =>
  Object.entries(OVERLAYS).map(([folder, own]) => [
    ...['mount', '-t', 'overlay', 'overlay', '-o', `lowerdir=${dir}/${own}:${folder}`, folder],
  ])

/** A root of its own, with all that the machine beneath has and /config besides. */
const rootWithConfig: string[][] = [
  ['mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', BASE],
  ['sh', '-c', NEW_ROOT],
  ['sh', '-c', `cd ${BASE} && pivot_root . . && umount --lazy .`],
]

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
