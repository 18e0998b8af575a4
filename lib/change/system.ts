import { canonicalAddress } from '@/lib/overlay'
import type { Answer, Query } from '@/lib/platform'
import type { ManagementPath, SystemFacts } from './facts'
import { parseVyosConfig } from './vyos-config'

const TEMPLATES = '/opt/vyatta/share/vyatta-cfg/templates/interfaces/vxlan/node.tag'
const NETIF_LINKS = '/run/systemd/netif/links'
const SHOW_ACTIVE = ['cli-shell-api', '--show-active-only', 'showCfg', 'interfaces']

/** Asked of a node before a change is planned. Closed, as all reading is: none changes anything, none needs privilege, none shows a secret. */
export const SYSTEM_QUERIES: readonly Query[] = [
  { id: 'uid', argv: ['id', '-u'] },
  { id: 'path', argv: ['printenv', 'SSH_CONNECTION'] },
  { id: 'route', argv: ['sh', '-c', 'set -- $SSH_CONNECTION; ip route get "$1"'] },
  { id: 'netplan', argv: ['dpkg-query', '-s', 'netplan.io'] },
  { id: 'networkFiles', argv: ['grep', '-rs', '^NETWORK_FILE=', NETIF_LINKS] },
  { id: 'files', argv: ['ls', '/etc/netplan', '/etc/systemd/network'] },
  { id: 'leaves', argv: ['ls', TEMPLATES] },
  { id: 'vxlanConfig', argv: [...SHOW_ACTIVE, 'vxlan'] },
  { id: 'bridgeConfig', argv: [...SHOW_ACTIVE, 'bridge'] },
]

const wordsOf = (text: string | null): string[] => (text ?? '').split(/\s+/).filter(word => word !== '')

/** sshd's `CLIENT PORT SERVER PORT` (ssh(1), ENVIRONMENT), and iproute2's answer to where CLIENT lies. */
const parsePath = (connection: string | null, route: string | null): ManagementPath => {
  const [client = '', , server = ''] = wordsOf(connection)
  return {
    client: canonicalAddress(client),
    server: canonicalAddress(server),
    dev: route?.match(/ dev (\S+)/)?.[1] ?? null,
  }
}

/** `/run/systemd/netif/links/3:NETWORK_FILE=/run/systemd/network/10-netplan-eth1.network` */
const parseNetworkFiles = (text: string | null): SystemFacts['networkFiles'] =>
  text === null
    ? null
    : [...text.matchAll(/^\/run\/systemd\/netif\/links\/(\d+):NETWORK_FILE=(\/[\w./@:+-]+\.network)$/gm)].map(
        ([, ifindex, file = '']) => ({ ifindex: Number(ifindex), file }),
      )

/** A node's answers to `SYSTEM_QUERIES`. What it could not tell is `null` or empty, never a guess. */
export const parseSystem = (answers: readonly Answer[]): SystemFacts => {
  const said = (id: string): string | null => {
    const answer = answers.find(({ query }) => query.id === id)
    return answer?.status === 0 ? answer.stdout : null
  }
  const configs = ['vxlan', 'bridge'].map(kind => {
    const text = said(`${kind}Config`)
    return text === null ? null : parseVyosConfig(kind, text)
  })
  const [vxlan = null, bridge = null] = configs
  return {
    root: said('uid')?.trim() === '0',
    path: parsePath(said('path'), said('route')),
    netplan: said('netplan')?.match(/^Version: (?:\d+:)?(\d[\w.+~-]*)$/m)?.[1] ?? null,
    networkFiles: parseNetworkFiles(said('networkFiles')),
    // One of the folders may not be there, which makes the status of `ls` tell of failure.
    ownFiles: wordsOf(answers.find(({ query }) => query.id === 'files')?.stdout ?? null).filter(name =>
      /^90-vxlan-/.test(name),
    ),
    vyos: {
      leaves: wordsOf(said('leaves')).filter(word => word !== 'node.def'),
      config: vxlan === null ? null : [...vxlan, ...(bridge ?? []).filter(isMember)],
    },
  }
}

/** Of bridges only their members matter here: `bridge br0 member interface vxlan0 …`. */
const isMember = (path: readonly string[]): boolean => path[2] === 'member' && path[3] === 'interface'
