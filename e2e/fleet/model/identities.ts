import type { NodeState } from './state'

type Identity = Pick<NodeState, 'kernel' | 'iproute2' | 'files'>

const osRelease = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${/^[a-z]+$/.test(value) ? value : `"${value}"`}\n`)
    .join('')

/** VyOS 1.1.1 of 2014: Debian 6 beneath, so no os-release; iproute2 about 3.12, so no JSON. */
export const vyos111: Identity = {
  kernel: '3.13.11-1-amd64-vyos',
  iproute2: '3.12.0',
  files: { '/opt/vyatta/etc/version': 'Version:      VyOS 1.1.1\nDescription:  VyOS 1.1.1 (helium)\n' },
}

export const vyos14: Identity = {
  kernel: '6.6.69-amd64-vyos',
  iproute2: '6.1.0',
  files: {
    '/opt/vyatta/etc/version': 'Version: 1.4.3\n',
    '/etc/os-release': osRelease({
      PRETTY_NAME: 'VyOS 1.4.3 (sagitta)',
      NAME: 'VyOS',
      VERSION_ID: '1.4.3',
      ID: 'vyos',
    }),
  },
}

export const ubuntu2404: Identity = {
  kernel: '6.8.0-49-generic',
  iproute2: '6.1.0',
  files: {
    '/etc/os-release': osRelease({
      PRETTY_NAME: 'Ubuntu 24.04.3 LTS',
      NAME: 'Ubuntu',
      VERSION_ID: '24.04',
      ID: 'ubuntu',
      ID_LIKE: 'debian',
    }),
  },
}

/** A system of today: kernel past 6.15, so rows age by `updated`, and iproute2 7. */
export const newestDebian: Identity = {
  kernel: '6.18.5-amd64',
  iproute2: '7.1.0',
  files: {
    '/etc/os-release': osRelease({ PRETTY_NAME: 'Debian GNU/Linux forky/sid', NAME: 'Debian GNU/Linux', ID: 'debian' }),
  },
}
