import { keptCommand } from './kept'

/** What is watched: entries of bridges and VXLAN devices, and devices with their addresses. */
export type WatchSource = 'fdb' | 'link'

/** `-o`: one line an event, its continuation lines joined by `\`. `bridge monitor` ignores `-j`, and so do old releases of `ip`. */
const MONITORS: Record<WatchSource, string> = {
  fdb: 'bridge monitor fdb',
  link: 'ip -o -d monitor link address',
}

/** A line on stderr: from now on the kernel sends this monitor all events. */
export const WATCHING = 'vxscope: watching'

/** Whether a line of a monitor's stderr says that events were lost (netlink(7), ENOBUFS): only reading anew tells which. */
export const saysOverflow = (line: string): boolean => line.includes('No buffer space available')

/** A process that has ended and wasn't waited for is a zombie: proc(5), third field of `stat`. */
const RUNS = 'read -r PID NAME STATE REST </proc/$M/stat && [ "$STATE" != Z ]'

/** Sets I to 100 when the monitor's socket has joined a group: columns Pid and Groups of /proc/net/netlink. */
const LOOK =
  'while read -r SK FAMILY PORT MASK REST; do [ "$PORT" = "$M" ] && [ "$MASK" != 00000000 ] && I=100; done </proc/net/netlink'

/**
 * The command of a monitor that ends with its input, so that none is left on the node however we go: a guard reads the input
 * and ends the monitor when that ends, which it does when we close it, when we die, and when the connection does. When the
 * monitor ends by itself the command ends with its status.
 *
 * A monitor says nothing until something happens. So its socket is looked for in the kernel's list (for two seconds at most), and
 * `WATCHING` said when it is there: what changes after that is not missed.
 */
export const watchCommand = (source: WatchSource): string =>
  keptCommand(
    [
      'exec 3<&0',
      `${MONITORS[source]} </dev/null 3<&- & M=$!`,
      '(while read -r LINE; do :; done; kill $M) <&3 3<&- >/dev/null 2>&1 & G=$!',
      'exec 3<&-; I=0',
      `while [ $I -lt 100 ] && ${RUNS}; do ${LOOK}; [ $I -ge 100 ] || sleep 0.02; I=$((I+1)); done 2>/dev/null`,
      `{ ${RUNS}; } 2>/dev/null && echo "${WATCHING}" >&2`,
      'wait $M; S=$?; kill $G 2>/dev/null; exit $S',
    ].join('; '),
  )
