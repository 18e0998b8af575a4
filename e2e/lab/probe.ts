import { findProgram } from './programs'
import { run } from './run'
import { type Feature, requiredFeatures, type Scenario } from './scenario'

/** One thing the machine lacks, and what gives it. */
export interface Missing {
  what: string
  fix: string
}

const PROGRAMS: { program: string; package: string }[] = [
  { program: 'ip', package: 'iproute2' },
  { program: 'bridge', package: 'iproute2' },
  { program: 'sshd', package: 'openssh-server' },
  { program: 'ssh-keygen', package: 'openssh-client' },
  { program: 'socat', package: 'socat' },
  { program: 'nsenter', package: 'util-linux' },
  { program: 'unshare', package: 'util-linux' },
  { program: 'mount', package: 'mount' },
  { program: 'hostname', package: 'hostname' },
  { program: 'perl', package: 'perl-base' },
]

interface Trial extends Missing {
  /** Words of `ip`, run in a network namespace that is thrown away. */
  argv: string[]
}

const trial = (what: string, fix: string, argv: string): Trial => ({ what, fix, argv: argv.split(' ') })
const module = (name: string) => `load the kernel module \`${name}\` (modprobe ${name}), or take a kernel that has it`

const BASICS: Trial[] = [
  trial('the kernel has no vxlan', module('vxlan'), 'link add probe0 type vxlan id 1 dstport 4789'),
  trial('the kernel has no veth', module('veth'), 'link add probe0 type veth peer name probe1'),
  trial('the kernel has no bridge', module('bridge'), 'link add probe0 type bridge mcast_snooping 0'),
]

const FEATURES: Record<Feature, Trial> = {
  vlanFiltering: trial(
    'the kernel has no bridge VLAN filtering',
    'take a kernel built with CONFIG_BRIDGE_VLAN_FILTERING',
    'link add probe0 type bridge vlan_filtering 1',
  ),
  vrf: trial('the kernel has no VRF', module('vrf'), 'link add probe0 type vrf table 10'),
  vnifilter: trial(
    'the kernel or iproute2 has no vnifilter for vxlan',
    'take Linux and iproute2 5.18 or later',
    'link add probe0 type vxlan external vnifilter dstport 4789',
  ),
  nexthop: trial(
    'the kernel or iproute2 has no FDB next hops',
    'take Linux and iproute2 5.8 or later',
    'nexthop add id 1 via 192.0.2.1 fdb',
  ),
}

const runTrials = async (trials: readonly Trial[]): Promise<Missing[]> => {
  const outcomes = await Promise.all(trials.map(({ argv }) => run(['unshare', '--net', 'ip', ...argv])))
  return trials.flatMap(({ what, fix }, index) => (outcomes[index]?.code === 0 ? [] : [{ what, fix }]))
}

const probeMachine = async (): Promise<Missing[]> => {
  if (process.platform !== 'linux') return [{ what: `this is ${process.platform}, not Linux`, fix: 'run it on Linux' }]
  const programs = PROGRAMS.filter(({ program }) => findProgram(program) === undefined).map(
    ({ program, package: name }) => ({
      what: `${program} is not installed`,
      fix: `apt-get install ${name}`,
    }),
  )
  if (process.getuid?.() !== 0) {
    return [{ what: 'network namespaces need root', fix: 'run it as root (sudo)' }, ...programs]
  }
  if (programs.length > 0) return programs
  const namespaces = await run(['unshare', '--net', '--mount', '--uts', 'true'])
  if (namespaces.code !== 0) {
    return [{ what: 'root may not make namespaces here', fix: 'in a container, start it with --privileged' }]
  }
  return runTrials(BASICS)
}

/**
 * Whether a lab can be had on this machine, and all that is in the way. Asked of a scenario too, it tries what that scenario
 * needs of the kernel, in namespaces that are thrown away.
 */
export const probeLab = async (scenario?: Scenario): Promise<{ possible: boolean; missing: Missing[] }> => {
  const machine = await probeMachine()
  const features = machine.length === 0 && scenario ? requiredFeatures(scenario) : []
  const missing = [...machine, ...(await runTrials(features.map(feature => FEATURES[feature])))]
  return { possible: missing.length === 0, missing }
}

/** Whether folders can be laid over each other here: without that the lab's VyOS nodes have no configuration shell. */
export const canOverlay = async (): Promise<boolean> => {
  const mount = 'mount -t overlay overlay -o lowerdir=/usr:/etc /mnt'
  return (await run(['unshare', '--mount', 'sh', '-c', mount])).code === 0
}
