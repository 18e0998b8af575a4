import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, closeSync, cpSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { namespaceOf } from './command'
import { HOST_KEY, type NodeSecrets, nodeFiles, nodeFolders, SSHD_CONFIG, USER_ID } from './files'
import { holderScript, planView } from './machine-view'
import { namespaceFile } from './network'
import { oldProgramScript } from './old-iproute2'
import { isListening } from './ports'
import { canOverlay } from './probe'
import {
  DIR_MARKER,
  endProcesses,
  isAlive,
  MARKER,
  type ProcessId,
  processesIn,
  processName,
  withDescendants,
} from './processes'
import { programFile } from './programs'
import { asEnvironment, LabError, mustRun, SERVICE_PATH } from './run'
import type { ScenarioNode } from './scenario'
import { labDir, liveRecords, nodeDir, recordProcess } from './state'
import { until } from './until'
import { finishStandIn, standInFiles } from './vyos-stand-in/install'

/** What of the machine's own /etc every program needs: the loader's cache, Debian's alternatives, iproute2's names. */
const SHARED_FILES = ['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/localtime', '/etc/protocols', '/etc/services']
const SHARED_FOLDERS = ['/etc/ld.so.conf.d', '/etc/alternatives', '/etc/iproute2']

const present = (paths: readonly string[]): string[] => paths.filter(existsSync)

const LIB_OS_RELEASE = '/usr/lib/os-release'
const SSHD = '/usr/sbin/sshd'

/** Nothing of the caller's goes into it. By the markers `down` finds processes that nobody recorded. */
const serviceVariables = (instance: string): Record<string, string> => ({
  PATH: SERVICE_PATH,
  [MARKER]: instance,
  [DIR_MARKER]: labDir(instance),
})

/** Environment of what runs in a lab. */
const serviceEnvironment = (instance: string): NodeJS.ProcessEnv => asEnvironment(serviceVariables(instance))

/** Environment of a command that somebody runs on a node: root's there, with the terminal's kind from here. */
export const execEnvironment = (instance: string): NodeJS.ProcessEnv =>
  asEnvironment({
    ...serviceVariables(instance),
    HOME: '/root',
    ...(process.env.TERM === undefined ? {} : { TERM: process.env.TERM }),
  })

/** Writes a node's files; its host key stays if it has one. */
export const writeNode = async (instance: string, node: ScenarioNode, secrets: NodeSecrets): Promise<void> => {
  const dir = nodeDir(instance, node.name)
  for (const folder of nodeFolders(node.user)) {
    mkdirSync(path.join(dir, folder.path), { recursive: true })
    chmodSync(path.join(dir, folder.path), folder.mode)
    chownSync(path.join(dir, folder.path), folder.owner, folder.owner)
  }
  for (const folder of present(SHARED_FOLDERS)) mkdirSync(path.join(dir, folder), { recursive: true })
  for (const file of present(SHARED_FILES)) cpSync(file, path.join(dir, file), { dereference: true })
  for (const file of [...nodeFiles(node, secrets), ...standInFiles(node)]) {
    mkdirSync(path.dirname(path.join(dir, file.path)), { recursive: true })
    writeFileSync(path.join(dir, file.path), file.text)
    chmodSync(path.join(dir, file.path), file.mode)
  }
  writeFileSync(path.join(dir, 'empty'), '')
  if (node.identity.vyos !== undefined) finishStandIn(instance, dir, USER_ID)
  for (const program of ['ip', 'bridge'] as const) {
    const script = path.join(dir, program)
    writeFileSync(script, oldProgramScript(program, `/run/real/${program}`))
    chmodSync(script, 0o755)
    writeFileSync(path.join(dir, 'run/real', program), '')
  }
  if (!existsSync(path.join(dir, HOST_KEY))) await makeKey(path.join(dir, HOST_KEY), node.name)
}

/** A new ed25519 key pair without passphrase. */
export const makeKey = (file: string, comment: string): Promise<string> =>
  mustRun(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file])

/** Starts a process that outlives us, its output in the lab's log folder, and records it. */
const startProcess = (
  instance: string,
  node: string,
  role: 'ssh' | 'underlaySsh',
  argv: readonly string[],
): ProcessId => {
  const [program = '', ...rest] = argv
  mkdirSync(path.join(labDir(instance), 'logs'), { recursive: true })
  const log = openSync(path.join(labDir(instance), 'logs', `${node}.${role}.log`), 'a')
  const child = spawn(program, rest, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env: serviceEnvironment(instance),
  })
  closeSync(log)
  child.unref()
  if (child.pid === undefined) throw new LabError(`${program} can't be started`)
  return recordProcess(instance, child.pid, role, node)
}

const readyLine = (child: ChildProcess, node: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let errors = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.stdout?.once('data', () => resolve())
    child.once('error', error => reject(new LabError(`node ${node}: ${error.message}`)))
    child.once('close', () => reject(new LabError(`node ${node} has no view of its own: ${errors.trim()}`)))
  })

/** Gives a node its host name and file system, held by a process that does nothing else. */
export const startHolder = async (instance: string, node: ScenarioNode): Promise<ProcessId> => {
  const script = holderScript(
    planView({
      hostname: node.name,
      dir: nodeDir(instance, node.name),
      ip: programFile('ip'),
      bridge: programFile('bridge'),
      oldIproute2: !node.identity.iproute2Json,
      hasLibOsRelease: existsSync(LIB_OS_RELEASE),
      vyosNode: node.identity.vyos !== undefined && (await canOverlay()) ? process.execPath : null,
      hasOsRelease: node.identity.osRelease !== null,
      sharedFolders: present(SHARED_FOLDERS),
    }),
  )
  const enter = [
    `--net=${namespaceFile(namespaceOf(instance, node.name))}`,
    'unshare',
    '--mount',
    '--uts',
    'sh',
    '-c',
    script,
  ]
  const child = spawn('nsenter', enter, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    env: serviceEnvironment(instance),
  })
  try {
    await readyLine(child, node.name)
  } finally {
    child.removeAllListeners()
    child.stdout.destroy()
    child.stderr.destroy()
    child.unref()
  }
  if (child.pid === undefined) throw new LabError('nsenter could not be started')
  return recordProcess(instance, child.pid, 'holder', node.name)
}

/** The words before a command that runs it in the node, with the node's view. */
export const enterWords = (holder: ProcessId): string[] => [
  'nsenter',
  `--target=${holder.pid}`,
  '--mount',
  '--uts',
  '--net',
]

export const holderOf = (instance: string, node: string): ProcessId => {
  const holder = liveRecords(instance).find(record => record.role === 'holder' && record.node === node)
  if (!holder) throw new LabError(`node ${node} of lab ${instance} does not run`)
  return holder
}

const untilListening = (id: ProcessId, port: number, what: string): Promise<void> =>
  until(() => {
    if (!isAlive(id)) throw new LabError(`${what} can't listen on port ${port}; see the logs in the state directory`)
    return isListening(port, id.pid)
  }, `${what} to listen on port ${port}`)

/** Starts what lets people in: by the port on 127.0.0.1, and on the node's own addresses. */
export const startSshProcesses = async (instance: string, node: ScenarioNode, port: number | null): Promise<void> => {
  const enter = enterWords(holderOf(instance, node.name))
  const sshd = [SSHD, '-f', SSHD_CONFIG, '-E', '/var/log/sshd.log']
  if (port !== null) {
    // `nofork`: sshd gets the very socket, so that it and its users see who connects.
    const listen = `TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork`
    const exec = `EXEC:"${[...enter, ...sshd, '-i'].join(' ')}",nofork`
    const id = startProcess(instance, node.name, 'ssh', ['socat', listen, exec])
    await untilListening(id, port, `socat of node ${node.name}`)
  }
  if (node.sshOnUnderlay) {
    const id = startProcess(instance, node.name, 'underlaySsh', [...enter, ...sshd, '-D'])
    await untilListening(id, 22, `sshd of node ${node.name}`)
  }
}

/** Ends all that lets people in and everyone who is in, unless what they run is left; commands of `lab exec` go on. */
export const endSshProcesses = async (
  instance: string,
  node: string,
  { leaveCommands = false } = {},
): Promise<void> => {
  await endProcesses(liveRecords(instance).filter(record => record.node === node && record.role !== 'holder'))
  const sessions = () =>
    processesIn([namespaceOf(instance, node)]).filter(({ pid }) => processName(pid)?.startsWith('sshd'))
  for (let found = sessions(); found.length > 0; found = sessions()) {
    await endProcesses(leaveCommands ? found : withDescendants(found))
  }
}
