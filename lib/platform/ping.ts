import { keptCommand } from './kept'

/** A probe through the overlay: so many packets from one device to one address, one a second. */
export interface PingOrder {
  method: 'ping' | 'arping'
  /** The device that has the overlay's address. */
  ifname: string
  /** A valid IP address. */
  to: string
  count: number
  /** Seconds to wait for the answer to the last. */
  wait: number
}

/** After so many seconds all is over. */
export const pingSeconds = ({ count, wait }: Pick<PingOrder, 'count' | 'wait'>): number => count + wait

/**
 * `-n`: no names. `-c` is how many ping sends, unless `-w` makes it how many answers it waits for (iputils ping_common.c, `pinger`);
 * so it is `-W`, which waits for the last one alone. arping's `-w` is the end, whatever happens, and `-c` how many it sends:
 * those are of iputils, and Debian's other arping takes them too.
 */
export const pingArgv = (order: PingOrder): string[] => {
  const { method, ifname, to, count, wait } = order
  return method === 'ping'
    ? ['ping', '-n', '-c', `${count}`, '-W', `${wait}`, '-I', ifname, to]
    : ['arping', '-c', `${count}`, '-w', `${pingSeconds(order)}`, '-I', ifname, to]
}

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
