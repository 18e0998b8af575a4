import { changeHostKey, changeProgram, startSshd, stopSshd } from '@/e2e/lab/lab'
import { main } from '@/lib/cli/main'
import { type Fault, on, type Tools } from './fault'

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

/** What goes wrong with a node as a whole. */
export const nodeFaults: readonly Fault[] = [
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
