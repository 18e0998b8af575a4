import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Serving, startServing } from '@/lib/server/serving'
import { type LabInfo, labDown, labExec, labUp } from '../lab/lab'
import { until } from '../lab/until'
import { installPause, type Pause } from './pause'
import { asRest } from './rest'

const JUMP = 'vyos12'
/** iproute2; VyOS without a check of `ip link add`; with one; with commit-confirm. */
export const NODES = ['ubuntu', 'vyos11', 'vyos13', 'vyos14'] as const
export type NodeName = (typeof NODES)[number]
/** Time passes by `LET_TIME_PASS`: nobody knows how long a busy machine takes to come to a command. */
const TIMES = '{ undoAfter: 300, verifyWithin: 1, grace: 60, lockTries: 1, lockWait: 1 }'

/** Each node is reached by its underlay, through another node: a link that goes down takes the connection with it. */
const inventoryOf = ({ nodes, knownHosts, identityFile }: LabInfo): string => {
  const jump = nodes.find(each => each.name === JUMP)
  const others = nodes.filter(node => NODES.some(each => each === node.name))
  return [
    ...['readOnly: false', `apply: ${TIMES}`, `knownHosts: ${knownHosts}`],
    ...[`defaults: { identityFile: ${identityFile} }`, 'nodes:'],
    `  - { name: ${JUMP}, host: 127.0.0.1, port: ${jump?.port}, user: ${jump?.user} }`,
    ...others.map(
      each => `  - { name: ${each.name}, host: ${each.underlay[0]}, user: ${each.user}, proxyJump: ${JUMP} }`,
    ),
    '',
  ].join('\n')
}

const untilLive = (running: Serving): Promise<void> =>
  until(
    () => {
      const { nodes } = running.bus.current().overlay
      return nodes.length > NODES.length && nodes.every(({ state }) => state === 'live')
    },
    'all nodes to be read',
    60_000,
  )

/**
 * All that a change could have touched, in no order, by the real iproute2. What is learned comes and goes by itself, and each time
 * VyOS makes a device it makes up a MAC address for it.
 */
const STATE = `i=/run/real/ip; [ -s $i ] || i=ip; b=/run/real/bridge; [ -s $b ] || b=bridge
  m=; [ -d /opt/vyatta ] && m='/^vxlan/s#link/ether [^ ]*##'
  $i -o -d link show | sed 's/^[0-9]*: //' | sed "$m" | sort
  $i -o addr show | sed 's/^[0-9]*: //' | grep -v 'inet6 fe80' | sort
  $b fdb show | grep 'dst.*permanent' | sort
  sort /config/config.boot 2>/dev/null
  ls -d /tmp/vxscope-* /opt/vyatta/stand-in/state/session-* 2>/dev/null`

/** Nodes of each way to be changed, a server that changes them, and what holds a change at one of its commands. */
export interface UndoLab {
  name: string
  dir: string
  /** An inventory of its own for another server. */
  configFile(name: string): Promise<string>
  serving: Serving
  rest: ReturnType<typeof asRest>
  pauseOf(node: NodeName): Pause
  sh(node: NodeName, script: string): Promise<string>
  stateOf(node: NodeName): Promise<string>
  down(): Promise<void>
}

export const upUndoLab = async (name: string): Promise<UndoLab> => {
  const lab = await labUp({ name, scenario: 'vyos-releases' })
  const sh: UndoLab['sh'] = async (node, script) => (await labExec(name, node, ['sh', '-c', script])).stdout.trim()
  const configFile = async (file: string): Promise<string> => {
    const at = path.join(lab.dir, `${file}.yaml`)
    await writeFile(at, inventoryOf(lab))
    return at
  }
  // Another underlay than the one by which each is reached.
  for (const [index, node] of NODES.entries())
    await sh(
      node,
      `ip link add eth9 type veth peer name end9 && ip addr add 10.0.9.${index + 1}/24 dev eth9
       ip link set end9 up && ip link set eth9 up`,
    )
  const pauses = new Map<NodeName, Pause>()
  for (const node of NODES) pauses.set(node, await installPause(name, node, node === 'ubuntu' ? 'linux' : 'vyos'))
  const serving = await startServing(await configFile('undo'), lab.dir)
  await untilLive(serving)
  return {
    ...{ name, dir: lab.dir, configFile, serving, rest: asRest(serving), sh },
    pauseOf: node => {
      const pause = pauses.get(node)
      if (!pause) throw new Error(`${node} can't be held`)
      return pause
    },
    stateOf: node => sh(node, STATE),
    down: async () => {
      await serving.stop()
      await labDown(name)
    },
  }
}
