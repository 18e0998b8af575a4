import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { keptCommand } from './kept'

/** What is captured on a node: headers of VXLAN packets alone, so many or for so long. */
export interface CaptureOrder {
  /** The underlay device; `any` where it isn't known. */
  ifname: string
  /** UDP ports of VXLAN. */
  ports: readonly number[]
  /** One VNI; `null`: all. */
  vni: number | null
  packets: number
  seconds: number
}

/** How a node lets us capture: as who logs in (root, or capabilities of tcpdump), or by a rule of sudoers. */
export type CaptureWay = 'direct' | 'sudo'

/** Headers down to an inner TCP fit, without options; data does not. */
export const SNAP_LENGTH = 160

const DEVICE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/

/** Whether a device's name can be given to tcpdump: nothing that a shell or an option could be made of. */
export const isCapturable = (ifname: string): boolean => DEVICE.test(ifname)

/**
 * The filter, without a character that a shell knows. Words bind from left to right in pcap-filter(7), and `udp[…]` looks into
 * IPv4 alone: over IPv6 all VNIs come. The VNI stands in the upper three bytes at 12 of the UDP header (RFC 7348 §5).
 */
const filterWords = ({ ports, vni }: CaptureOrder): string[] => [
  ...(vni === null ? [] : ['ip6', 'or', `udp[12:4]=${vni * 256}`, 'and']),
  ...ports.flatMap((port, index) => [...(index === 0 ? [] : ['or']), 'udp', 'port', String(port)]),
]

/**
 * tcpdump's arguments, always in this order: a rule of sudoers is written for them. No promiscuous mode, no names looked up, the
 * capture to its standard output. More than one port goes without the VNI, since `or` would undo it.
 */
export const captureArgv = (order: CaptureOrder): string[] => {
  const { ifname, ports, packets } = order
  const words = filterWords(ports.length === 1 ? order : { ...order, vni: null })
  return ['tcpdump', '-i', ifname, '-p', '-n', '-U', '-s', `${SNAP_LENGTH}`, '-c', `${packets}`, '-w', '-', ...words]
}

const line = (order: CaptureOrder): string => captureArgv(order).join(' ')

/**
 * The command of a capture. It wants a terminal: who may not signal a program that runs as root ends it by ending the terminal's
 * first process, here after `seconds`, or the terminal itself, which goes with the channel and with the connection.
 */
export const captureCommand = (order: CaptureOrder, way: CaptureWay): string =>
  keptCommand(
    [
      'set -f',
      `${way === 'sudo' ? 'sudo -n ' : ''}${line(order)} 2>/dev/null & T=$!`,
      `(sleep ${order.seconds}; kill -TERM $$) >/dev/null 2>&1 & wait $T`,
    ].join('; '),
  )

/** Asks how a node lets us capture; it captures nothing. `-L` opens the device and lists its link types. */
export const captureCheck = (order: CaptureOrder): string =>
  keptCommand(
    [
      'set -f',
      'command -v tcpdump >/dev/null || { echo missing; exit 0; }',
      `[ ${order.ifname} = any ] || [ -e /sys/class/net/${order.ifname} ] || { echo device; exit 0; }`,
      `tcpdump -i ${order.ifname} -p -L >/dev/null 2>&1 && { echo direct; exit 0; }`,
      `sudo -n -l ${line(order)} >/dev/null 2>&1 && { echo sudo; exit 0; }`,
      'echo rights',
    ].join('; '),
  )

/** What a node answered to `captureCheck`; an error says what is missing there and what to do. */
export const parseCaptureCheck = (answer: string, { ifname }: CaptureOrder): Result<CaptureWay, NodeError> => {
  const word = answer.trim().split('\n').at(-1)
  switch (word) {
    case 'direct':
    case 'sudo':
      return ok(word)
    case 'missing':
      return fail({
        code: 'commandMissing',
        message: 'no tcpdump command',
        hint: 'Install tcpdump on the node. What the FDB tells is shown all the same.',
      })
    case 'device':
      return fail({
        code: 'exitStatus',
        message: `no device ${ifname}`,
        hint: 'It went since the node was last read. Try again in a moment.',
      })
    case 'rights':
      return fail({
        code: 'exitStatus',
        message: 'the login may not capture packets',
        hint: "Give it a sudoers rule for exactly this tcpdump, or give tcpdump the capability cap_net_raw for the login's group: see the README, Packet evidence.",
      })
    default:
      return fail({
        code: 'unreadable',
        message: 'the node does not tell whether packets can be captured',
        hint: 'Its shell prints something of its own, or has no sudo and no tcpdump.',
      })
  }
}

/** The node's clock, as `date` tells it in ns. */
export const CLOCK_COMMAND = keptCommand('date +%s%N')

/** ms since 1970 by the node's clock; `null` where its `date` knows no nanoseconds. */
export const parseClock = (answer: string): number | null =>
  /^\d{19}$/.test(answer.trim()) ? Number(answer.trim().slice(0, -3)) / 1000 : null
