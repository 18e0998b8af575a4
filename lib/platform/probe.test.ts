import { describe, expect, it } from 'vitest'
import { PROBE, parseProbe } from './probe'
import type { Answer } from './script'

const GONE = { status: 1, stdout: '', stderr: 'No such file or directory' }
const UBUNTU: Record<string, Partial<Answer>> = {
  vyosVersion: GONE,
  osRelease: { stdout: 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nID=ubuntu\n' },
  kernel: { stdout: '6.8.0-45-generic\n' },
  ipVersion: { stdout: 'ip utility, iproute2-6.1.0, libbpf 1.3.0\n' },
  bridgeVersion: { stdout: 'bridge utility, 0.0\n' },
  ipJson: { stdout: '[{"ifindex":1}]\n' },
  bridgeJson: { stdout: '[ ]\n' },
  bridgeVni: { stdout: 'dev  vni  group/remote\n' },
}
const NO_JSON = { status: 255, stdout: '', stderr: 'Option "-j" is unknown, try "ip help".\n' }
const VYOS_1_1: Record<string, Partial<Answer>> = {
  ...UBUNTU,
  vyosVersion: { stdout: 'Version:      VyOS 1.1.1\nDescription:  VyOS 1.1.1 (helium)\n' },
  osRelease: GONE,
  kernel: { stdout: '3.13.11-1-amd64-vyos\n' },
  ipVersion: { stdout: 'ip utility, iproute2-ss131122\n' },
  ipJson: NO_JSON,
  bridgeJson: NO_JSON,
  bridgeVni: { status: 255, stderr: 'Object "vni" is unknown, try "bridge help".\n' },
}
const answers = (node: Record<string, Partial<Answer>>): Answer[] =>
  PROBE.map(query => ({ query, status: 0, stdout: '', stderr: '', ...node[query.id] }))
const profile = (node: Record<string, Partial<Answer>>) => {
  const result = parseProbe(answers(node), null)
  return result.ok ? result.value : result.error
}

describe('parseProbe', () => {
  it('knows an Ubuntu host of today', () => {
    expect(profile(UBUNTU)).toEqual({
      platform: 'linux',
      os: 'Ubuntu 24.04.1 LTS',
      kernel: '6.8.0-45-generic',
      iproute2: '6.1.0',
      ipJson: true,
      bridgeJson: true,
      bridgeVni: true,
    })
  })

  it('knows VyOS 1.1.1 by its version file, and that its iproute2 has no JSON', () => {
    expect(profile(VYOS_1_1)).toMatchObject({
      platform: 'vyos',
      os: 'VyOS 1.1.1',
      iproute2: 'ss131122',
      ipJson: false,
      bridgeJson: false,
      bridgeVni: false,
    })
  })

  it('knows VyOS by os-release where the version file may not be read', () => {
    const rolling = { ...UBUNTU, osRelease: { stdout: 'PRETTY_NAME="VyOS 1.4.0 (sagitta)"\nID=vyos\n' } }
    expect(profile(rolling)).toMatchObject({ platform: 'vyos', os: 'VyOS 1.4.0 (sagitta)' })
  })

  it('takes the platform that the inventory names', () => {
    const result = parseProbe(answers(UBUNTU), 'ovs')
    expect(result.ok && result.value.platform).toBe('ovs')
  })

  it('says which command is missing', () => {
    const missing = { status: 127, stderr: 'sh: 1: bridge: not found' }
    expect(profile({ ...UBUNTU, bridgeVersion: missing })).toMatchObject({
      code: 'commandMissing',
      message: 'no bridge command',
    })
  })

  it('lets no control character of a node through', () => {
    expect(profile({ ...UBUNTU, kernel: { stdout: '6.8\u001b[31m' } })).toMatchObject({ kernel: '6.8[31m' })
  })
})
