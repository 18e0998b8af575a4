import { configFile, identityFile, knownHostsFile, nodePorts, passwordFile } from './access'
import { buildLab, findBroken } from './build'
import { namespaceOf } from './command'
import { namespaceFile } from './network'
import { enterWords, execEnvironment, holderOf } from './node'
import { type FabricPort, planNetwork } from './plan'
import { type Missing, probeLab } from './probe'
import { LabError, type Outcome, run } from './run'
import type { Scenario } from './scenario'
import { DEFAULT_SCENARIO, findScenario, scenarioNames } from './scenarios'
import { checkInstance, labDir, lockInstance, readState, recordProcess, removeState } from './state'
import { endRegistered, refuseElsewhere, removeNodes } from './teardown'

export { DEFAULT_INSTANCE } from './build'
export { changeHostKey, changeProgram, killSshd, startSshd, stopSshd } from './faults'
export { REFUSED_USER } from './files'
export { type Missing, probeLab } from './probe'
export { LabError, type Outcome } from './run'
export { DEFAULT_SCENARIO, scenarioNames } from './scenarios'

export interface LabNode {
  name: string
  /** On 127.0.0.1; null where the node is reachable over the underlay alone. */
  port: number | null
  user: string
  namespace: string
  /** Its own addresses in the underlay, without prefix lengths. */
  underlay: string[]
  hosts: { name: string; namespace: string }[]
}

export interface LabInfo {
  name: string
  scenario: string
  /** The state directory, absolute. */
  dir: string
  configFile: string
  knownHosts: string
  identityFile: string
  /** Holds the password of every ordinary user of the lab, and a newline. */
  passwordFile: string
  portBase: number
  nodes: LabNode[]
  /** Namespace and ports of the underlay's bridge, for faults. */
  fabric: { namespace: string; ports: FabricPort[] }
}

export interface LabStatus {
  state: 'down' | 'running' | 'broken'
  /** What is wrong, when broken. */
  problems: string[]
  lab: LabInfo | null
}

const getScenario = (name: string): Scenario => {
  const scenario = findScenario(name)
  if (!scenario) throw new LabError(`there is no scenario "${name}"; there are: ${scenarioNames.join(', ')}`)
  return scenario
}

const describeLab = (name: string, scenario: Scenario, portBase: number): LabInfo => {
  const ports = nodePorts(scenario, portBase)
  return {
    name,
    scenario: scenario.name,
    dir: labDir(name),
    configFile: configFile(name),
    knownHosts: knownHostsFile(name),
    identityFile: identityFile(name),
    passwordFile: passwordFile(name),
    portBase,
    nodes: scenario.nodes.map(node => ({
      name: node.name,
      port: ports.get(node.name) ?? null,
      user: node.user,
      namespace: namespaceOf(name, node.name),
      underlay: node.links.flatMap(link => link.addresses.map(address => address.split('/')[0] ?? '')),
      hosts: node.hosts.map(host => ({ name: host.name, namespace: namespaceOf(name, host.name) })),
    })),
    fabric: { namespace: namespaceOf(name, 'fabric'), ports: planNetwork(name, scenario).ports },
  }
}

const refuseMissing = (missing: readonly Missing[]): void => {
  if (missing.length > 0) throw new LabError(missing.map(({ what, fix }) => `${what}: ${fix}`).join('\n'))
}

/** Without root not even the state can be trusted to be writable: say so, and all else that is missing, before. */
const requireRoot = async (): Promise<void> => {
  if (process.getuid?.() !== 0) refuseMissing((await probeLab()).missing)
}

/** Whether a lab of that name runs, and all about it. Changes nothing. */
export const labStatus = async (name: string): Promise<LabStatus> => {
  const state = readState(checkInstance(name))
  if (!state) return { state: 'down', problems: [], lab: null }
  const scenario = findScenario(state.scenario)
  if (!scenario) return { state: 'broken', problems: [`there is no scenario ${state.scenario} any more`], lab: null }
  const problems = await findBroken(name, scenario)
  return {
    state: problems.length > 0 ? 'broken' : 'running',
    problems,
    lab: describeLab(name, scenario, state.portBase),
  }
}

/** Asked for by `labUp`; `portBase` is the first of the nodes' ports on 127.0.0.1. */
export interface LabRequest {
  name: string
  scenario?: string
  portBase?: number
}

export interface LabUpResult extends LabInfo {
  /** How it came up: `repaired` when what was there had been broken. */
  outcome: 'built' | 'repaired' | 'running'
  problems: string[]
}

/**
 * Brings a lab up, repairs it, or finds it running. Throws a `LabError` when the machine lacks something, when the name is
 * taken by another scenario or another clone, or when the ports are in use.
 */
export const labUp = async ({
  name,
  scenario: scenarioName = DEFAULT_SCENARIO,
  portBase,
}: LabRequest): Promise<LabUpResult> => {
  const scenario = getScenario(scenarioName)
  await requireRoot()
  const unlock = lockInstance(name)
  try {
    const before = await labStatus(name)
    const running = before.lab
    if (before.state === 'running' && running) {
      if (running.scenario !== scenario.name) {
        throw new LabError(
          `lab ${name} runs the scenario ${running.scenario}: take it down first, or choose another --name`,
        )
      }
      if (portBase !== undefined && portBase !== running.portBase) {
        throw new LabError(`lab ${name} has its ports from ${running.portBase} on: take it down first`)
      }
      return { ...running, outcome: 'running', problems: [] }
    }
    refuseMissing((await probeLab(scenario)).missing)
    await buildLab(name, scenario, portBase)
    const base = readState(name)?.portBase
    if (base === undefined) throw new LabError(`lab ${name} was taken down while it came up`)
    const outcome = before.state === 'down' ? 'built' : 'repaired'
    return { ...describeLab(name, scenario, base), outcome, problems: before.problems }
  } finally {
    unlock()
  }
}

/**
 * Removes all of a lab: processes (also those registered), namespaces, ports, files. Right after a crash too, and when
 * there is nothing to remove. Throws a `LabError` when a lab of that name runs from another clone.
 */
export const labDown = async (name: string): Promise<void> => {
  await requireRoot()
  const unlock = lockInstance(name)
  try {
    refuseElsewhere(name)
    await endRegistered(name)
    await removeNodes(name)
    removeState(name)
  } finally {
    unlock()
  }
}

/** The words before a command that run it as root in a node or host of a running lab. */
export const execWords = async (name: string, machine: string): Promise<string[]> => {
  const { lab } = await labStatus(name)
  if (!lab) throw new LabError(`lab ${name} is not up: npm run lab -- up`)
  if (lab.nodes.some(node => node.name === machine)) {
    // A root of its own may have another /root than the machine beneath: `--wd` would open that one.
    return [...enterWords(holderOf(name, machine)), '--', 'sh', '-c', 'cd /root && exec "$@"', 'sh']
  }
  const host = lab.nodes.flatMap(node => node.hosts).find(({ name: hostName }) => hostName === machine)
  if (host) return ['nsenter', `--net=${namespaceFile(host.namespace)}`, '--']
  const machines = lab.nodes.flatMap(node => [node.name, ...node.hosts.map(({ name: hostName }) => hostName)])
  throw new LabError(`lab ${name} has no "${machine}"; it has: ${machines.join(', ')}`)
}

/** Runs a command in a node or host, as root, with what the machine sees. */
export const labExec = async (name: string, machine: string, argv: readonly string[]): Promise<Outcome> =>
  run([...(await execWords(name, machine)), ...argv], { env: execEnvironment(name) })

/** Has `labDown` end this process too, SIGTERM first: the dashboard of the demo, a fleet. */
export const registerProcess = (name: string, pid: number): void => {
  recordProcess(checkInstance(name), pid, 'other', null)
}
