import { keptCommand } from './kept'

/** A probe through the overlay: so many packets from one device to one address, and no longer than so many seconds. */
export interface PingOrder {
  method: 'ping' | 'arping'
  /** The device that has the overlay's address. */
  ifname: string
  /** A valid IP address. */
  to: string
  count: number
  seconds: number
}

/** `-n`: no names. `-w`: the end, whatever happens. arping's are those of iputils, which Debian's other arping takes too. */
export const pingArgv = ({ method, ifname, to, count, seconds }: PingOrder): string[] =>
  method === 'ping'
    ? ['ping', '-n', '-c', `${count}`, '-w', `${seconds}`, '-I', ifname, to]
    : ['arping', '-c', `${count}`, '-w', `${seconds}`, '-I', ifname, to]

/**
 * The command of a probe, which ends by itself. ping needs no privilege; arping does, so sudo is tried where a rule allows it. Old
 * releases ping IPv6 by another name.
 */
export const pingCommand = (order: PingOrder): string => {
  const words = pingArgv(order).join(' ')
  if (order.method === 'arping')
    return keptCommand(`sudo -n -l ${words} >/dev/null 2>&1 && exec sudo -n ${words}; exec ${words}`)
  const six = order.to.includes(':') ? `command -v ping6 >/dev/null && exec ping6${words.slice('ping'.length)}; ` : ''
  return keptCommand(`${six}exec ${words}`)
}
