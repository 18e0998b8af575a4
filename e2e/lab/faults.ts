import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nodePorts } from './access'
import { HOST_KEY } from './files'
import { endSshProcesses, makeKey, startSshProcesses } from './node'
import { oldProgramScript } from './old-iproute2'
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

/**
 * Puts lines of shell before a program of a node of the time before JSON: the scenario stands a script of ours there. They see the
 * program's arguments; an empty text takes them away. Whatever runs already goes on as it was.
 */
export const changeProgram = (instance: string, name: string, program: 'ip' | 'bridge', lines: string): void => {
  const { node } = findNode(instance, name)
  if (node.identity.iproute2Json) throw new LabError(`node ${name} has the machine's own ${program}`)
  const script = oldProgramScript(program, `/run/real/${program}`)
  // In place: the node sees the file itself.
  writeFileSync(path.join(nodeDir(instance, name), program), script.replace('\n', `\n${lines}\n`))
}
