import { renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { nodePorts } from './access'
import { HOST_KEY } from './files'
import { endSshProcesses, makeKey, startSshProcesses } from './node'
import { LabError } from './run'
import type { ScenarioNode } from './scenario'
import { findScenario } from './scenarios'
import { nodeDir, readState } from './state'

const findNode = (instance: string, name: string): { node: ScenarioNode; port: number | null } => {
  const state = readState(instance)
  const scenario = state && findScenario(state.scenario)
  const node = scenario?.nodes.find(candidate => candidate.name === name)
  if (!state || !scenario || !node) throw new LabError(`lab ${instance} has no node "${name}", or is not up`)
  return { node, port: nodePorts(scenario, state.portBase).get(name) ?? null }
}

/** Gives a node another host key for connections to come; the lab's known_hosts keeps the old one. */
export const changeHostKey = async (instance: string, name: string): Promise<void> => {
  findNode(instance, name)
  const file = path.join(nodeDir(instance, name), HOST_KEY)
  const made = `${file}.new`
  rmSync(made, { force: true })
  rmSync(`${made}.pub`, { force: true })
  await makeKey(made, name)
  renameSync(`${made}.pub`, `${file}.pub`)
  renameSync(made, file)
}

/** The node vanishes for SSH: its port refuses, and whoever is connected is cut off. Its network goes on. */
export const stopSshd = async (instance: string, name: string): Promise<void> => {
  findNode(instance, name)
  await endSshProcesses(instance, name)
}

/** As `stopSshd`, but only sshd itself dies: what its users started goes on as it would on any machine. */
export const killSshd = async (instance: string, name: string): Promise<void> => {
  findNode(instance, name)
  await endSshProcesses(instance, name, { leaveCommands: true })
}

/** The node is back, on the same port and with the same key. */
export const startSshd = async (instance: string, name: string): Promise<void> => {
  const { node, port } = findNode(instance, name)
  await endSshProcesses(instance, name)
  await startSshProcesses(instance, node, port)
}
