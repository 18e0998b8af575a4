import { describe, expect, it } from 'vitest'
import { knownHostsFile, userKnownHostsFiles } from './known-hosts-file'

const HOME = '/home/ops'

describe('knownHostsFile', () => {
  it('is in the configuration of the user when the inventory names none', () => {
    expect(knownHostsFile({}, '/etc/vxscope.yaml', {}, HOME)).toBe('/home/ops/.config/vxscope/known_hosts')
    expect(knownHostsFile({}, '/etc/vxscope.yaml', { XDG_CONFIG_HOME: '/cfg' }, HOME)).toBe('/cfg/vxscope/known_hosts')
  })

  it('takes no relative XDG_CONFIG_HOME', () => {
    expect(knownHostsFile({}, 'v.yaml', { XDG_CONFIG_HOME: 'cfg' }, HOME)).toBe('/home/ops/.config/vxscope/known_hosts')
  })

  it.each([
    ['keys', '/etc/vxscope/keys'],
    ['../keys', '/etc/keys'],
    ['~/keys', '/home/ops/keys'],
    ['/keys', '/keys'],
  ])('of the inventory, %s, starts at its file', (knownHosts, file) => {
    expect(knownHostsFile({ knownHosts }, '/etc/vxscope/vxscope.yaml', {}, HOME)).toBe(file)
  })
})

it('the user files are those of OpenSSH', () => {
  expect(userKnownHostsFiles(HOME)).toContain('/home/ops/.ssh/known_hosts')
  expect(userKnownHostsFiles(HOME)).toContain('/etc/ssh/ssh_known_hosts')
})
