import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import { HOST_KEY, type NodeSecrets } from './files'
import { makeKey } from './node'
import { DEFAULT_PORT_BASE } from './ports'
import { mustRun } from './run'
import type { Scenario, ScenarioNode } from './scenario'
import { labDir, nodeDir } from './state'

export const configFile = (instance: string): string => path.join(labDir(instance), 'vxscope.yaml')
export const knownHostsFile = (instance: string): string => path.join(labDir(instance), 'known_hosts')
export const identityFile = (instance: string): string => path.join(labDir(instance), 'id_ed25519')
export const passwordFile = (instance: string): string => path.join(labDir(instance), 'password')

/** The port on 127.0.0.1 of each node that has one, in the scenario's order. */
export const nodePorts = (scenario: Scenario, base: number = DEFAULT_PORT_BASE): Map<string, number> =>
  new Map(scenario.nodes.filter(({ reachable }) => reachable).map(({ name }, index) => [name, base + index]))

const HASH = 'chomp(my $word = <STDIN>); print crypt($word, "\\$6\\$" . $ARGV[0] . "\\$")'

/** SHA-512 as in crypt(5), by Perl's crypt: every Debian and Ubuntu has it. The password goes by stdin. */
const hashPassword = (password: string): Promise<string> =>
  mustRun(['perl', '-e', HASH, randomBytes(6).toString('hex')], { input: `${password}\n` })

/** The key and the password that open every node of the lab; made once per instance. */
export const makeSecrets = async (instance: string): Promise<NodeSecrets> => {
  mkdirSync(labDir(instance), { recursive: true, mode: 0o755 })
  if (!existsSync(identityFile(instance))) await makeKey(identityFile(instance), `lab ${instance}`)
  if (!existsSync(passwordFile(instance))) {
    writeFileSync(passwordFile(instance), `${randomBytes(12).toString('base64url')}\n`, { mode: 0o600 })
  }
  chmodSync(identityFile(instance), 0o600)
  return {
    publicKey: readFileSync(`${identityFile(instance)}.pub`, 'utf8').trim(),
    passwordHash: await hashPassword(readFileSync(passwordFile(instance), 'utf8').trim()),
  }
}

/** The inventory of the lab's nodes (`vxscope.yaml`), in the order of the scenario. */
export const inventoryText = (scenario: Scenario, ports: ReadonlyMap<string, number>): string =>
  stringify({
    readOnly: true,
    probe: true,
    capture: true,
    knownHosts: 'known_hosts',
    defaults: { identityFile: 'id_ed25519' },
    nodes: scenario.nodes.flatMap(({ name, user }) => {
      const port = ports.get(name)
      return port === undefined ? [] : [{ name, host: '127.0.0.1', port, user }]
    }),
  })

/** Lines of known_hosts for one node: its port on 127.0.0.1, and the addresses where an sshd of its own listens. */
export const knownHostLines = (node: ScenarioNode, port: number | undefined, publicKey: string): string[] => {
  const key = publicKey.split(' ').slice(0, 2).join(' ')
  const addresses = node.sshOnUnderlay
    ? node.links.flatMap(link => link.addresses.map(address => address.split('/')[0] ?? ''))
    : []
  return [...(port === undefined ? [] : [`[127.0.0.1]:${port}`]), ...addresses].map(host => `${host} ${key}`)
}

/** Writes what a client needs: inventory and trusted keys. */
export const writeAccess = (instance: string, scenario: Scenario, ports: ReadonlyMap<string, number>): void => {
  const keyOf = (node: ScenarioNode) => readFileSync(path.join(nodeDir(instance, node.name), `${HOST_KEY}.pub`), 'utf8')
  const trusted = scenario.nodes.flatMap(node => knownHostLines(node, ports.get(node.name), keyOf(node)))
  writeFileSync(knownHostsFile(instance), `${trusted.join('\n')}\n`)
  writeFileSync(configFile(instance), inventoryText(scenario, ports))
}
