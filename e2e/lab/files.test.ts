import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { nodeFiles } from './files'
import { Scenario } from './scenario'
import { seed2014 } from './scenarios/seed-2014'

const README = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8')

it('what a login of the lab may do as root is what the README says changes need, and no more', () => {
  const ubuntu = Scenario.parse(seed2014).nodes.find(({ name }) => name === 'ubuntu')
  if (!ubuntu) throw new Error('the scenario has no ubuntu')
  const files = nodeFiles(ubuntu, { publicKey: 'ssh-ed25519 AAAA', passwordHash: '*' })
  const text = files.find(({ path: at }) => at === '/etc/sudoers')?.text ?? ''
  const granted = /NOPASSWD: (.*)/.exec(text)?.[1]?.split(', ') ?? []
  expect(granted).toEqual(['/sbin/ip link *', '/sbin/ip addr *', '/sbin/bridge fdb *', '/sbin/bridge vlan *'])
  for (const rule of granted) expect(README).toContain(`\`${rule}\``)
})
