import type { ScenarioInput } from '../scenario'

type Identity = ScenarioInput['nodes'][number]['identity']

/** VyOS 1.1.1 "helium" of 2014: Debian 6 beneath, so no os-release; iproute2 3.12, so no JSON. */
export const vyos111: Identity = { osRelease: null, vyos: '1.1.1', debianVersion: '6.0.10', iproute2Json: false }

/** The release before, whose `link` does nothing. */
export const vyos110: Identity = { ...vyos111, vyos: '1.1.0' }

export const ubuntu2404: Identity = {
  osRelease: {
    PRETTY_NAME: 'Ubuntu 24.04.3 LTS',
    NAME: 'Ubuntu',
    VERSION_ID: '24.04',
    VERSION: '24.04.3 LTS (Noble Numbat)',
    VERSION_CODENAME: 'noble',
    ID: 'ubuntu',
    ID_LIKE: 'debian',
    UBUNTU_CODENAME: 'noble',
  },
  debianVersion: 'trixie/sid',
}

/** VyOS from 1.2 on: Debian 8 and newer beneath, with an os-release. */
export const vyosOf = (release: string): Identity => ({
  osRelease: { ID: 'vyos', NAME: 'VyOS', VERSION_ID: release, PRETTY_NAME: `VyOS ${release}` },
  vyos: release,
})
