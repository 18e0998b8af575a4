import { changeHostKey, changeProgram, labExec, startSshd, stopSshd } from '@/e2e/lab/lab'
import { hostMacOf, macOf } from '@/e2e/lab/scenarios/all-checks'
import { main } from '@/lib/cli/main'
import type { Finding } from '@/lib/model/finding'

/** What faults are made and undone with. */
export interface Tools {
  instance: string
  configFile: string
  /** A line of shell, as root of a node or host. Throws when it fails. */
  on(machine: string, line: string): Promise<void>
}

/** A fault of a healthy overlay, and all that is to be found of it. */
export interface Fault {
  /** The check that it is for. */
  check: string
  what: string
  inject(tools: Tools): Promise<unknown>
  /** Ids of findings; what merely follows as `id < cause`. */
  finds: readonly string[]
  /** Of what doesn't follow: per node something that a line of it says. */
  shows: Readonly<Record<string, RegExp>>
  /** Nodes that its commands mend it on. Without them `undo` mends it. */
  mendsOn?: readonly string[]
  undo?(tools: Tools, finding: Finding): Promise<unknown>
  /** What must happen before the mended thing shows. */
  after?(tools: Tools): Promise<unknown>
}

const ALL_ZERO = '00:00:00:00:00:00'
const STRANGER = '02:00:00:0f:00:01'

const on =
  (node: string, line: string) =>
  ({ on: run }: Tools) =>
    run(node, line)

/** A device of the group made anew with other words; its peers keep it by its MAC. */
const remade = (vni: number, words: string, { last = '', mtu = 1450 } = {}): string =>
  [
    `ip link del vx${vni}`,
    `ip link add vx${vni} address ${macOf(vni, 1)} type vxlan id ${vni} ${words}`,
    `sysctl -qw net.ipv6.conf.vx${vni}.disable_ipv6=1`,
    `ip link set vx${vni} mtu ${mtu}`,
    `ip addr add 192.168.${vni}.1/24 dev vx${vni}`,
    `ip link set vx${vni} up${last}`,
  ].join(' && ')

const flooding = (vni: number, ...to: readonly string[]): string =>
  to.map(dst => ` && bridge fdb append ${ALL_ZERO} dev vx${vni} dst ${dst}`).join('')

const withinOneVni: readonly Fault[] = [
  {
    check: 'deviceDown',
    what: 'a device that is down',
    inject: on('r1', 'ip link set vx101 down'),
    finds: ['deviceDown/node:r1/vx101'],
    shows: { r1: /vx101: <>/ },
    mendsOn: ['r1'],
  },
  {
    check: 'underlayDown',
    what: 'an underlay device that is down',
    inject: on('r1', 'ip link set eth2 down'),
    finds: ['underlayDown/node:r1/vx102'],
    shows: { r1: /eth2: <> .*DOWN/ },
    mendsOn: ['r1'],
  },
  {
    check: 'groupUnheard',
    what: 'an underlay whose MTU was below that of IPv6 for a moment',
    inject: on(
      'r1',
      'ip link set eth3 mtu 1200 && ip link set eth3 mtu 1500 && ip addr add 2001:db8:93::1/64 dev eth3 nodad',
    ),
    finds: ['groupUnheard/node:r1/vx103'],
    shows: { r1: /group ff05::9:3 dev eth3/ },
    mendsOn: ['r1'],
  },
  {
    check: 'nobodyUses',
    what: 'a device that lost its address',
    inject: on('r3', 'ip addr flush dev vx104'),
    finds: ['nobodyUses/node:r3/vx104'],
    shows: { r3: /vxlan id 104/ },
    mendsOn: ['r3'],
  },
  {
    check: 'vniAlone',
    what: 'a VNI whose other member is gone',
    inject: on('r2', 'ip link del vx105'),
    finds: ['vniAlone/vni:105'],
    shows: { r1: /vxlan id 105/ },
    undo: on(
      'r2',
      `ip link add vx105 address ${macOf(105, 2)} mtu 1450 type vxlan id 105 group 239.9.0.1 dev eth1 && sysctl -qw net.ipv6.conf.vx105.disable_ipv6=1 && ip addr add 192.168.105.2/24 dev vx105 && ip link set vx105 up`,
    ),
  },
  {
    check: 'portMismatch',
    what: 'another UDP port',
    inject: on('r1', remade(106, 'group 239.9.0.1 dev eth1 dstport 4789')),
    finds: ['portMismatch/vni:106'],
    shows: { r1: /dstport 4789/, r2: /dstport 8472/ },
    mendsOn: ['r1'],
  },
  {
    check: 'groupMismatch',
    what: 'another group',
    inject: on('r1', remade(107, 'group 239.9.0.7 dev eth1 dstport 8472')),
    finds: ['groupMismatch/vni:107'],
    shows: { r1: /group 239\.9\.0\.7/, r2: /group 239\.9\.0\.1/ },
    mendsOn: ['r1'],
  },
  {
    check: 'familyMixed',
    what: 'an end over IPv6',
    inject: on(
      'r1',
      remade(108, 'local 2001:db8:9::1 dstport 8472', {
        mtu: 1400,
        last: flooding(108, '2001:db8:9::2', '2001:db8:9::3'),
      }),
    ),
    finds: ['familyMixed/vni:108'],
    shows: { r1: /local 2001:db8:9::1/, r2: /local 10\.9\.0\.2/ },
    undo: on(
      'r1',
      remade(108, 'local 10.9.0.1 dstport 8472', { mtu: 1400, last: flooding(108, '10.9.0.2', '10.9.0.3') }),
    ),
  },
  {
    check: 'addressTwice',
    what: 'an underlay address on two nodes',
    inject: on('r3', 'ip addr add 10.9.4.1/24 dev eth4'),
    finds: ['addressTwice/vtep:10.9.4.1'],
    shows: { r1: /eth4 +inet 10\.9\.4\.1/, r3: /eth4 +inet 10\.9\.4\.1/ },
    undo: on('r3', 'ip addr del 10.9.4.1/24 dev eth4'),
  },
  {
    check: 'floodGone',
    what: 'a device that lost its flood entry',
    inject: on('r1', `bridge fdb del ${ALL_ZERO} dev vx110 dst 239.9.0.1 via eth1`),
    finds: ['floodGone/node:r1/vx110'],
    shows: { r1: /vxlan id 110 group 239\.9\.0\.1/ },
    mendsOn: ['r1'],
  },
  {
    check: 'floodMissing',
    what: 'a peer that is not on the flood list',
    inject: on('r1', `bridge fdb del ${ALL_ZERO} dev vx111 dst 10.9.0.2`),
    finds: [
      'floodMissing/vni:111/r1>10.9.0.2',
      'oneWayTunnel/tunnel:111:10.9.0.2>10.9.0.1 < floodMissing/vni:111/r1>10.9.0.2',
    ],
    shows: { r1: /vxlan id 111/, r2: /dst 10\.9\.0\.1/ },
    mendsOn: ['r1'],
  },
  {
    check: 'floodUnexpected',
    what: 'a node without the VNI on a flood list',
    inject: on('r1', `bridge fdb append ${ALL_ZERO} dev vx112 dst 10.9.0.3`),
    finds: ['floodUnexpected/node:r1/112>10.9.0.3'],
    shows: { r1: /dst 10\.9\.0\.3/ },
    mendsOn: ['r1'],
  },
  {
    check: 'oneWayTunnel',
    what: 'an entry that leads to a peer without a way back',
    inject: on('r1', `bridge fdb replace ${macOf(113, 2)} dev vx113 dst 10.9.0.2 static`),
    finds: ['oneWayTunnel/tunnel:113:10.9.0.1>10.9.0.2'],
    shows: { r1: /dst 10\.9\.0\.2/, r2: /vxlan id 113/ },
    undo: on('r1', `bridge fdb del ${macOf(113, 2)} dev vx113 dst 10.9.0.2`),
  },
  {
    check: 'ghostVtep',
    what: 'an address that nobody has on a flood list',
    inject: on('r1', `bridge fdb append ${ALL_ZERO} dev vx114 dst 10.9.0.99`),
    finds: ['ghostVtep/vtep:10.9.0.99'],
    shows: { r1: /dst 10\.9\.0\.99/ },
    mendsOn: ['r1'],
  },
  {
    check: 'mtuUnderlay',
    what: 'an MTU that the underlay has no room for',
    inject: on('r1', 'ip link set vx115 mtu 1500'),
    finds: ['mtuUnderlay/node:r1/vx115', 'mtuPeers/vni:115 < mtuUnderlay/node:r1/vx115'],
    shows: { r1: /vx115: .* mtu 1500/ },
    mendsOn: ['r1'],
  },
  {
    check: 'mtuPeers',
    what: 'a smaller MTU than that of the peers',
    inject: on('r1', 'ip link set vx116 mtu 1400'),
    finds: ['mtuPeers/vni:116'],
    shows: { r1: /vx116: .* mtu 1400/, r2: /vx116: .* mtu 1450/ },
    mendsOn: ['r1'],
  },
  {
    check: 'learningOff',
    what: 'learning off',
    inject: on('r1', 'ip link set vx117 type vxlan nolearning'),
    finds: ['learningOff/node:r1/vx117'],
    shows: { r1: /nolearning/, r2: /vxlan id 117/ },
    mendsOn: ['r1'],
  },
  {
    check: 'bridgeLacks',
    what: 'a bridge port that does not learn',
    inject: async tools => {
      await tools.on('r1', 'bridge link set dev vx118 learning off')
      await tools.on('h118-2', 'ping -c1 -W5 192.168.118.1')
    },
    finds: ['bridgeLacks/node:r1/vx118'],
    shows: { r1: new RegExp(`${hostMacOf(118, 2)} .*dst 10\\.9\\.0\\.2`) },
    mendsOn: ['r1'],
    after: on('h118-2', 'ping -c1 -W5 192.168.118.1'),
  },
  {
    check: 'macTwice',
    what: 'the MAC of a peer',
    inject: on('r3', `ip link set vx119 address ${macOf(119, 1)}`),
    finds: [`macTwice/mac:119/${macOf(119, 1)}`],
    shows: { r1: /vxlan id 119/, r3: /vxlan id 119/ },
    undo: on('r3', `ip link set vx119 address ${macOf(119, 3)}`),
  },
  {
    check: 'staleEntry',
    what: 'a static entry to the wrong end',
    inject: on('r1', `bridge fdb replace ${macOf(120, 2)} dev vx120 dst 10.9.0.3 static`),
    finds: [`staleEntry/mac:120/${macOf(120, 2)}/r1/vx120`],
    shows: { r1: new RegExp(`${macOf(120, 2)} .*dst 10\\.9\\.0\\.3`), r2: /vxlan id 120/ },
    mendsOn: ['r1'],
  },
  {
    check: 'flappingMac',
    what: 'a MAC that goes to and fro',
    inject: on(
      'r1',
      `nohup sh -c 'while sleep 0.5; do for to in 2 3; do bridge fdb replace ${STRANGER} dev vx121 dst 10.9.0.$to dynamic; sleep 0.5; done; done' >/dev/null 2>&1 & echo $! > /run/flap`,
    ),
    finds: [`flappingMac/mac:121/${STRANGER}`],
    shows: { r1: new RegExp(STRANGER) },
    undo: on('r1', 'kill $(cat /run/flap)'),
  },
  {
    check: 'ageingPeers',
    what: 'another ageing time than that of the peers',
    inject: on('r1', 'ip link set vx122 type vxlan ageing 60'),
    finds: ['ageingPeers/vni:122'],
    shows: { r1: /ageing 60/, r2: /ageing 300/ },
    mendsOn: ['r1'],
  },
  {
    check: 'ageingBridge',
    what: 'a bridge that forgets sooner',
    inject: on('r1', 'ip link set br123 type bridge ageing_time 6000'),
    finds: ['ageingBridge/node:r1/vx123'],
    shows: { r1: /ageing_time 6000/ },
    mendsOn: ['r1'],
  },
  {
    check: 'fdbLimit',
    what: 'a table that is nearly full',
    inject: on(
      'r1',
      'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do bridge fdb add 02:00:00:24:00:$i dev vx124 dst 10.9.0.2 static; done',
    ),
    finds: ['fdbLimit/node:r1/vx124'],
    shows: { r1: /maxaddr(?:ess)? 20/ },
    undo: on(
      'r1',
      'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do bridge fdb del 02:00:00:24:00:$i dev vx124 dst 10.9.0.2; done',
    ),
  },
]

/** Whoever is in is asked to come anew: what stands before a program is not seen by what runs already. */
const reconnect = async (instance: string, node: string): Promise<void> => {
  await stopSshd(instance, node)
  await startSshd(instance, node)
}

/** A shell script's lines that come before a program, and what shows them. */
const programFault = (node: string, program: 'ip' | 'bridge', lines: string) => ({
  inject: async ({ instance }: Tools) => {
    changeProgram(instance, node, program, lines)
    await reconnect(instance, node)
  },
  undo: async ({ instance }: Tools) => {
    changeProgram(instance, node, program, '')
    await reconnect(instance, node)
  },
})

const ofOneNode: readonly Fault[] = [
  {
    check: 'nodeUnreachable',
    what: 'a node that does not answer',
    inject: ({ instance }) => stopSshd(instance, 'gone'),
    finds: ['nodeUnreachable/node:gone'],
    shows: {},
    undo: ({ instance }) => startSshd(instance, 'gone'),
  },
  {
    check: 'nodeRefused',
    what: 'a host key that has changed',
    inject: async ({ instance }) => {
      await changeHostKey(instance, 'rekeyed')
      await reconnect(instance, 'rekeyed')
    },
    finds: ['nodeRefused/node:rekeyed'],
    shows: {},
    // As the finding says, with the fingerprint that the node offers.
    undo: async ({ configFile }, { verdict }) => {
      const [offered = ''] = verdict.match(/SHA256:[\w+/]{43}/) ?? []
      const command = /vxscope (trust rekeyed)/.exec(verdict)?.[1]?.split(' ') ?? []
      await main(['--config', configFile, ...command, '--fingerprint', offered])
    },
  },
  {
    check: 'readingFailed',
    what: 'a program that fails',
    ...programFault('mute', 'bridge', 'case "$*" in *fdb*) echo "Cannot open netlink socket" >&2; exit 1;; esac'),
    finds: ['readingFailed/node:mute'],
    shows: {},
  },
  {
    check: 'unreadLines',
    what: 'a program that prints what nobody knows',
    ...programFault('garbled', 'bridge', 'case "$*" in *fdb*show*) echo "02:00:00:00:00:zz dev vx100 fnord";; esac'),
    finds: ['unreadLines/node:garbled'],
    shows: { garbled: /fnord/ },
  },
  {
    check: 'polled',
    what: 'a node without monitors',
    ...programFault('unwatched', 'bridge', 'case "$*" in *monitor*) exit 1;; esac'),
    finds: ['polled/node:unwatched'],
    shows: {},
  },
  {
    check: 'vyosLink',
    what: 'a device of VyOS 1.1.0, whose `link` does nothing',
    inject: on('helium', 'ip link add vx99 type vxlan id 99 group 239.9.0.1 dstport 8472'),
    finds: ['vyosLink/node:helium/vx99'],
    shows: { helium: /group 239\.9\.0\.1/ },
  },
]

export const FAULTS: readonly Fault[] = [...ofOneNode, ...withinOneVni]

/** Why a fault can't be made here, as the kernel says it; null where it can. */
export const whyNotHere = async (instance: string, { check }: Fault): Promise<string | null> => {
  if (check !== 'vyosLink') return null
  const line = 'ip link add probe0 type vxlan id 98 group 239.9.0.1 dstport 8472 && ip link del probe0'
  const { code, stderr } = await labExec(instance, 'helium', ['sh', '-c', line])
  return code === 0 ? null : `this kernel makes no VXLAN device with a group and no underlay device: ${stderr.trim()}`
}
