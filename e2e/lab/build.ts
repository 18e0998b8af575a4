import { createHash } from 'node:crypto'
import { makeSecrets, nodePorts, writeAccess } from './access'
import { applyNetwork, missingDevices } from './network'
import { startHolder, startSshProcesses, writeNode } from './node'
import { planNetwork } from './plan'
import { type Claim, claimFreeBase, claimPorts, portBases, takenPorts } from './ports'
import { LabError } from './run'
import type { Scenario, ScenarioNode } from './scenario'
import { liveRecords, readState, removeState, writeState } from './state'
import { refuseElsewhere, removeNodes } from './teardown'
import { bundleStandIn } from './vyos-stand-in/install'

export const DEFAULT_INSTANCE = 'vxlab'

const digestOf = (scenario: Scenario): string => createHash('sha256').update(JSON.stringify(scenario)).digest('hex')

/** What is broken about a lab that should run, in words; empty when it is whole. */
export const findBroken = async (instance: string, scenario: Scenario): Promise<string[]> => {
  const state = readState(instance)
  if (!state) return ['it was never finished']
  if (state.digest !== digestOf(scenario)) return [`scenario ${scenario.name} has changed since`]
  const records = liveRecords(instance)
  const lacks = (role: string, needs: (node: ScenarioNode) => boolean) =>
    scenario.nodes
      .filter(node => needs(node) && !records.some(record => record.node === node.name && record.role === role))
      .map(node => `${role} of node ${node.name} does not run`)
  return [
    ...lacks('holder', () => true),
    ...lacks('ssh', ({ reachable }) => reachable),
    ...lacks('underlaySsh', ({ sshOnUnderlay }) => sshOnUnderlay),
    ...(await missingDevices(planNetwork(instance, scenario))),
  ]
}

const choosePorts = async (instance: string, count: number, wanted: number | undefined): Promise<Claim> => {
  if (wanted !== undefined) {
    const taken = await takenPorts(wanted, count)
    const claim = taken.length === 0 ? await claimPorts(wanted) : null
    if (claim) return claim
    if (taken.length === 0) throw new LabError(`another lab is coming up on the ports from ${wanted} on`)
    throw new LabError(`in use on 127.0.0.1: port ${taken.join(', ')}; choose others with --port-base`)
  }
  const before = readState(instance)?.portBase
  const bases = [...(before === undefined ? [] : [before]), ...portBases(instance, DEFAULT_INSTANCE)]
  const claim = await claimFreeBase(bases, count)
  if (claim === undefined) throw new LabError('no free range of ports on 127.0.0.1: choose one with --port-base')
  return claim
}

const buildNodes = async (instance: string, scenario: Scenario, base: number): Promise<void> => {
  const ports = nodePorts(scenario, base)
  const secrets = await makeSecrets(instance)
  if (scenario.nodes.some(({ identity }) => identity.vyos !== undefined)) await bundleStandIn(instance)
  await Promise.all([
    applyNetwork(planNetwork(instance, scenario)),
    ...scenario.nodes.map(node => writeNode(instance, node, secrets)),
  ])
  await Promise.all(
    scenario.nodes.map(async node => {
      await startHolder(instance, node)
      await startSshProcesses(instance, node, ports.get(node.name) ?? null)
    }),
  )
  writeAccess(instance, scenario, ports)
  writeState(instance, { scenario: scenario.name, digest: digestOf(scenario), portBase: base })
}

/**
 * Builds the nodes of a scenario from nothing; what is left of them from before is removed first. Keys and password that
 * stand in the state directory stay. Where it can't be done, no node is left.
 */
export const buildLab = async (instance: string, scenario: Scenario, portBase: number | undefined): Promise<void> => {
  refuseElsewhere(instance)
  await removeNodes(instance)
  let ports: Claim | null = null
  try {
    ports = await choosePorts(instance, nodePorts(scenario).size, portBase)
    await buildNodes(instance, scenario, ports.base)
  } catch (error) {
    await removeNodes(instance)
    if (!liveRecords(instance).some(({ role }) => role === 'other')) removeState(instance)
    throw error
  } finally {
    ports?.release()
  }
}
