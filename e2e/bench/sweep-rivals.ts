import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { LabError, type LabInfo, type LabNode } from '@/e2e/lab/lab'
import { mustRun, run } from '@/e2e/lab/run'

/** So many at a time, for whoever collects from many nodes by starting programs. */
const AT_ONCE = 16

const COMMAND = '/sbin/ip -j -d link show; /sbin/bridge -j -s fdb show'

export const CONTROL_MASTER = 'controlMaster'

/** A way of collecting the output of every node, over connections that stand. */
export interface Rival {
  name: string
  /** Collects from all nodes once, and gives how many characters came. */
  collect(): Promise<number>
  stop(): Promise<void>
}

const inTurns = async <T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> => {
  const left = [...items]
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** A configuration of OpenSSH by which the nodes' names lead to them, over one kept connection each. */
const writeSshConfig = (lab: LabInfo): string => {
  const sockets = path.join(lab.dir, 'masters')
  mkdirSync(sockets, { recursive: true, mode: 0o700 })
  const hosts = lab.nodes.map(({ name, port, user }) => `Host ${name}\n  Port ${port}\n  User ${user}`)
  const common = [
    'Host *',
    '  HostName 127.0.0.1',
    `  IdentityFile ${lab.identityFile}`,
    '  IdentitiesOnly yes',
    '  BatchMode yes',
    '  StrictHostKeyChecking yes',
    '  GlobalKnownHostsFile none',
    `  UserKnownHostsFile ${lab.knownHosts}`,
    '  ControlMaster auto',
    '  ControlPersist 600',
    `  ControlPath ${sockets}/%n`,
  ]
  const file = path.join(lab.dir, 'sweep.ssh_config')
  writeFileSync(file, `${[...hosts, ...common].join('\n')}\n`)
  return file
}

/** OpenSSH with ControlMaster, a process per node and collection. */
export const startControlMaster = async (lab: LabInfo): Promise<Rival & { config: string }> => {
  const config = writeSshConfig(lab)
  const ssh = (node: LabNode, ...words: string[]) => ['ssh', '-F', config, ...words, node.name]
  await inTurns(lab.nodes, 4, async node => {
    await mustRun([...ssh(node, '-n', '-f', '-N')])
  })
  return {
    name: CONTROL_MASTER,
    config,
    collect: async () => {
      let characters = 0
      await inTurns(lab.nodes, AT_ONCE, async node => {
        const { code, stdout, stderr } = await run([...ssh(node, '-n'), COMMAND])
        if (code !== 0) throw new LabError(`ssh ${node.name}: ${stderr}`)
        characters += stdout.length
      })
      return characters
    },
    stop: () => inTurns(lab.nodes, AT_ONCE, async node => void (await run(ssh(node, '-O', 'exit')))),
  }
}

/** clush over the same kept connections; null where ClusterShell is not installed. */
export const startClush = async (lab: LabInfo, config: string): Promise<Rival | null> => {
  if ((await run(['clush', '--version'])).code !== 0) return null
  const names = lab.nodes.map(({ name }) => name).join(',')
  return {
    name: 'clush',
    collect: async () => {
      const { code, stdout, stderr } = await run([
        ...['clush', '-q', '-S', '-f', String(AT_ONCE), '-o', `-F ${config}`, '-w', names, COMMAND],
      ])
      if (code !== 0) throw new LabError(`clush: ${stderr}`)
      return stdout.length
    },
    stop: async () => {},
  }
}
