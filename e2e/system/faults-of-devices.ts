import { macOf } from '@/e2e/lab/scenarios/all-checks'
import { ALL_ZERO, type Fault, on } from './fault'

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

/** What a device of a VNI, or what it goes by, is set to. */
export const deviceFaults: readonly Fault[] = [
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
]
