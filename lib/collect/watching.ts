import type { NodeError } from '@/lib/model/error'
import type { SshConnection } from '@/lib/ssh'
import { createLineFeed, type TimedLine } from './line-feed'
import { type Watch, watchNode } from './watch-node'

export interface WatchingOptions {
  connection: SshConnection
  /** See `LineFeedHandlers`. */
  onLines: (lines: TimedLine[], more: boolean) => void
  /** The stream told of something that only a full reading shows: devices, addresses, a line nobody can read. */
  onDoubt: () => void
  /** The stream has lost events, or ended: what comes until it is begun anew is not all there is. */
  onGap: () => void
  now: () => number
}

/** The stream of one connection's node, if the node has one. */
export interface Watching {
  /** True while every change of the node is told. */
  isOn(): boolean
  /** Whether it is known that it can't be begun now: until it was tried nobody knows. */
  isOff(): boolean
  /** Begins it where it isn't on. After a node has said that it can't be watched, this does nothing. */
  begin(): Promise<void>
  /** Devices have other names or indexes: the monitor goes on printing old ones unless it is begun anew. */
  renew(): Promise<void>
  /** Resolves when what has come by now is taken. */
  drained(): Promise<void>
  end(): Promise<void>
}

/** The node bears no monitor, now and later: it has no such command, or no channel to spare. */
const isFinal = ({ code }: NodeError): boolean =>
  code === 'exitStatus' || code === 'commandMissing' || code === 'channelRefused'

export const createWatching = ({ connection, onLines, onDoubt, onGap, now }: WatchingOptions): Watching => {
  const feed = createLineFeed({ onLines, onUnread: onDoubt, onTooMany: onGap }, now)
  let watch: Watch | null = null
  let impossible = false
  let tried = false
  const lose = (): void => {
    watch = null
    onGap()
  }
  return {
    isOn: () => watch !== null,
    isOff: () => watch === null && tried,
    begin: async () => {
      if (watch || impossible) return
      const begun = await watchNode(connection, {
        onLine: (source, line) => (source === 'fdb' ? feed.take(line) : onDoubt()),
        onOverflow: onGap,
        onEnd: lose,
      })
      tried = true
      if (begun.ok) watch = begun.value
      else impossible = isFinal(begun.error)
    },
    renew: async () => {
      const renewed = await watch?.renew()
      if (renewed?.ok === false) lose()
    },
    drained: feed.drained,
    end: async () => {
      feed.stop()
      const ended = watch
      watch = null
      await ended?.close()
    },
  }
}
