import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const SYSTEM_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin']

/** Where a program is, looked for in PATH and in the system's own directories, which an ordinary user's PATH often lacks. */
export const findProgram = name => {
  const directories = [...(process.env.PATH ?? '').split(path.delimiter), ...SYSTEM_DIRECTORIES]
  return directories
    .filter(directory => path.isAbsolute(directory))
    .map(directory => path.join(directory, name))
    .find(file => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** The browser for the tests: CHROMIUM_PATH, or the first that the system has. */
export const findChromium = () =>
  process.env.CHROMIUM_PATH ??
  ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(findProgram).find(Boolean)

const program = name => () => findProgram(name) !== undefined

/** What each command needs of the system: the Debian package, and how to see that it is there without asking apt. */
const DEMO = [
  { package: 'openssh-server', isThere: program('sshd') },
  { package: 'openssh-client', isThere: program('ssh-keygen') },
  { package: 'socat', isThere: program('socat') },
  { package: 'iproute2', isThere: () => program('ip')() && program('bridge')() },
  { package: 'iputils-ping', isThere: program('ping') },
  { package: 'kmod', isThere: program('modprobe') },
  { package: 'util-linux', isThere: () => program('nsenter')() && program('unshare')() },
  { package: 'mount', isThere: program('mount') },
  { package: 'hostname', isThere: program('hostname') },
  { package: 'sudo', isThere: program('sudo') },
  { package: 'tcpdump', isThere: program('tcpdump') },
  { package: 'perl-base', isThere: program('perl') },
]
const TEST = [
  ...DEMO,
  { package: 'iputils-arping', isThere: program('arping') },
  { package: 'libcap2-bin', isThere: program('setcap') },
  { package: 'netplan.io', isThere: program('netplan') },
  { package: 'chromium', isThere: () => findChromium() !== undefined },
]

export const NEEDS = {
  demo: DEMO,
  test: TEST,
  bench: [...TEST, { package: 'clustershell', isThere: program('clush') }],
}

/** Names of the Debian packages that are missing. */
export const missingPackages = needs => needs.filter(need => !need.isThere()).map(need => need.package)
