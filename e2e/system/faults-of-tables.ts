import { hostMacOf, macOf } from '@/e2e/lab/scenarios/all-checks'
import { ALL_ZERO, type Fault, on } from './fault'

const STRANGER = '02:00:00:0f:00:01'

/** What a table of a VNI holds, or lacks. */
export const tableFaults: readonly Fault[] = [
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
