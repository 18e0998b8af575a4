import type { Identity, ScenarioNode } from './scenario'

/** A file of a node's own file system. Paths are as the node sees them. */
export interface NodeFile {
  path: string
  text: string
  mode: number
}

/** Another ordinary user, whose login shell refuses: what a node looks like to one who may not read. */
export const REFUSED_USER = 'nobodyreads'
/** Where our sshd finds its configuration. No system has a file of that name, so no other sshd can be started by it. */
export const SSHD_CONFIG = '/etc/ssh/vxlab_sshd_config'
export const HOST_KEY = '/etc/ssh/ssh_host_ed25519_key'

// Far from the users of the machine beneath: the node sees their files, and must own none of them.
export const USER_ID = 64_201
const REFUSED_ID = 64_202
const SSHD_ID = 64_203
const VYATTACFG_ID = 64_204
/** As whom Debian's tcpdump goes on once it has its socket. */
const TCPDUMP_ID = 64_205

const lines = (...text: string[]): string => `${text.join('\n')}\n`

const passwd = (user: string): string =>
  lines(
    'root:x:0:0:root:/root:/bin/sh',
    `sshd:x:${SSHD_ID}:65534::/run/sshd:/usr/sbin/nologin`,
    `${user}:x:${USER_ID}:${USER_ID}::/home/${user}:/bin/bash`,
    `${REFUSED_USER}:x:${REFUSED_ID}:${REFUSED_ID}::/home/${REFUSED_USER}:/usr/sbin/nologin`,
    `tcpdump:x:${TCPDUMP_ID}:65534::/nonexistent:/usr/sbin/nologin`,
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  )

const shadow = (user: string, passwordHash: string): string =>
  lines(
    'root:*:19000:0:99999:7:::',
    'sshd:*:19000:0:99999:7:::',
    `${user}:${passwordHash}:19000:0:99999:7:::`,
    `${REFUSED_USER}:${passwordHash}:19000:0:99999:7:::`,
    'nobody:*:19000:0:99999:7:::',
  )

const group = (user: string): string =>
  lines(
    'root:x:0:',
    'tty:x:5:',
    `${user}:x:${USER_ID}:`,
    `${REFUSED_USER}:x:${REFUSED_ID}:`,
    'nogroup:x:65534:',
    `vyattacfg:x:${VYATTACFG_ID}:${user}`,
  )

/** `MaxSessions` and `MaxStartups` stay at OpenSSH's defaults: clients have to live with them. */
const sshdConfig = (): string =>
  lines(
    `HostKey ${HOST_KEY}`,
    'AuthorizedKeysFile /etc/ssh/authorized_keys',
    'PubkeyAuthentication yes',
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin no',
    'UsePAM no',
    'UseDNS no',
    'PrintMotd no',
    'PrintLastLog no',
    'PidFile none',
    'Subsystem sftp internal-sftp',
  )

/**
 * Captures of VXLAN, as `lib/platform/capture.ts` asks for them: to standard output, so many packets, and no other argument. A rule
 * without a pattern would be root's: tcpdump's `-z` runs a program and its `-w` writes any file.
 */
const CAPTURE =
  '/usr/bin/tcpdump ^-i [A-Za-z0-9._-]+ -p -n -U -s 160 -c [0-9]+ -w - (ip6 or udp\\[12:4\\]=[0-9]+ and )?udp port [0-9]+( or udp port [0-9]+)*$'

/**
 * What a login may do as root to change VXLAN devices of a running system, and nothing else. Words after a command are matched
 * by a pattern, so `ip netns exec` and `ip -batch` are not among them.
 */
const sudoers = (user: string): string =>
  lines(
    'Defaults !lecture, !syslog, secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"',
    `${user} ALL=(root) NOPASSWD: /sbin/ip link *, /sbin/ip addr *, /sbin/bridge fdb *, /sbin/bridge vlan *`,
    `${user} ALL=(root) NOPASSWD: ${CAPTURE}`,
  )

/**
 * What our scripts run under sudo on VyOS: saving, and commit-confirm. The last is the stand-in's own, whose commit becomes root
 * by this; VyOS itself gives its users everything.
 */
const vyosSudoers = (user: string): string =>
  lines(
    'Defaults !lecture, !syslog, secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"',
    `${user} ALL=(root) NOPASSWD: /usr/bin/sg vyattacfg -c umask 0002; /opt/vyatta/sbin/vyatta-save-config.pl`,
    `${user} ALL=(root) NOPASSWD: /usr/bin/sg vyattacfg -c umask 0002; /usr/libexec/vyos/vyos-save-config.py`,
    `${user} ALL=(root) NOPASSWD: /usr/bin/sg vyattacfg -c config-mgmt commit_confirm -t [0-9]* -y`,
    `${user} ALL=(root) NOPASSWD: /opt/vyatta/stand-in/kernel session-[0-9]*.json`,
    `${user} ALL=(root) NOPASSWD: ${CAPTURE}`,
  )

/** No password is ever asked: a rule lets in, or nobody. */
const SUDO_PAM = lines('auth required pam_deny.so', 'account required pam_permit.so', 'session required pam_permit.so')

const quoted = (value: string): string => (/^[A-Za-z0-9._-]+$/.test(value) ? value : `"${value}"`)

const identityFiles = ({ osRelease, debianVersion, vyos }: Identity): NodeFile[] => {
  const file = (path: string, text: string): NodeFile => ({ path, text, mode: 0o644 })
  const release = osRelease && lines(...Object.entries(osRelease).map(([key, value]) => `${key}=${quoted(value)}`))
  return [
    ...(release === null ? [] : [file('/etc/os-release', release)]),
    ...(debianVersion === undefined ? [] : [file('/etc/debian_version', lines(debianVersion))]),
    ...(vyos === undefined ? [] : [file('/opt/vyatta/etc/version', vyosVersion(vyos))]),
  ]
}

/** `/opt/vyatta/etc/version`: up to 1.1 with the product's name before the number. */
const vyosVersion = (release: string): string =>
  release.startsWith('1.1.')
    ? lines(`Version:      VyOS ${release}`, `Description:  VyOS ${release} (helium)`)
    : lines(`Version:          VyOS ${release}`)

export interface NodeSecrets {
  /** A line of `authorized_keys`. */
  publicKey: string
  /** As in shadow(5). */
  passwordHash: string
}

/** Every file a node has of its own; directories come with them. */
export const nodeFiles = (
  { name, user, identity }: ScenarioNode,
  { publicKey, passwordHash }: NodeSecrets,
): NodeFile[] => {
  const file = (path: string, text: string, mode = 0o644): NodeFile => ({ path, text, mode })
  return [
    file('/etc/passwd', passwd(user)),
    file('/etc/shadow', shadow(user, passwordHash), 0o600),
    file('/etc/group', group(user)),
    file('/etc/nsswitch.conf', lines('passwd: files', 'group: files', 'shadow: files', 'hosts: files')),
    file('/etc/hostname', lines(name)),
    file('/etc/hosts', lines('127.0.0.1 localhost', `127.0.1.1 ${name}`, '::1 localhost')),
    file('/etc/shells', lines('/bin/sh', '/bin/bash')),
    file('/etc/profile', lines('PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'export PATH')),
    file(SSHD_CONFIG, sshdConfig()),
    file('/etc/ssh/authorized_keys', lines(publicKey)),
    file('/etc/sudoers', identity.vyos === undefined ? sudoers(user) : vyosSudoers(user), 0o440),
    file('/etc/pam.d/sudo', SUDO_PAM),
    ...identityFiles(identity),
  ]
}

/** Folders that are a node's own; what must be writable by its users is theirs. */
export const nodeFolders = (user: string): { path: string; owner: number; mode: number }[] => [
  { path: '/etc', owner: 0, mode: 0o755 },
  { path: '/opt', owner: 0, mode: 0o755 },
  { path: '/run', owner: 0, mode: 0o755 },
  { path: '/run/sshd', owner: 0, mode: 0o755 },
  { path: '/run/real', owner: 0, mode: 0o755 },
  { path: '/var/log', owner: 0, mode: 0o755 },
  { path: '/home', owner: 0, mode: 0o755 },
  { path: `/home/${user}`, owner: USER_ID, mode: 0o755 },
  { path: `/home/${REFUSED_USER}`, owner: REFUSED_ID, mode: 0o755 },
]
