import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import type { WatchSource } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { type Monitor, startMonitor } from './monitor'

/** What a watched node says, as it happens; it may begin before `watchNode` has resolved. */
export interface WatchHandlers {
  /** One line of a monitor as printed, without its line end. */
  onLine(source: WatchSource, line: string): void
  /** Events were lost; the monitor goes on. Only a full reading tells what changed. */
  onOverflow(source: WatchSource): void
  /** Once, when a monitor ended that we did not close; the other is closed then. */
  onEnd(error: NodeError): void
}

/** Two monitors on a node, each in a channel of its own. */
export interface Watch {
  /**
   * Starts the monitor of entries anew, and ends the old one when the new one watches: some lines may come twice, none is lost.
   * Due when a device was renamed or an ifindex is used again: `bridge monitor` goes on printing the name it first saw.
   */
  renew(): Promise<Result<null, NodeError>>
  /** Ends both on the node too. No handler is called from now on. */
  close(): Promise<void>
}

/**
 * Watches entries, devices and addresses of a node. Resolves when the kernel sends events to both monitors: a full reading asked
 * for from then on misses nothing. Fails where the node can only be polled: with `exitStatus` when it has no such monitors,
 * with `channelRefused` when it bears no two channels more. However we go, by kill -9 too, no monitor stays on the node.
 */
export const watchNode = async (
  connection: SshConnection,
  handlers: WatchHandlers,
): Promise<Result<Watch, NodeError>> => {
  const monitors = new Map<WatchSource, Monitor>()
  let over = false
  const close = async () => {
    over = true
    await Promise.all([...monitors.values()].map(monitor => monitor.close()))
  }
  const start = async (source: WatchSource): Promise<Result<null, NodeError>> => {
    const started = await startMonitor(connection, source, {
      onLine: line => over || handlers.onLine(source, line),
      onOverflow: () => over || handlers.onOverflow(source),
      onEnd: error => {
        if (over) return
        void close()
        handlers.onEnd(error)
      },
    })
    if (!started.ok) return started
    const old = monitors.get(source)
    monitors.set(source, started.value)
    await (over ? started.value : old)?.close()
    return ok(null)
  }
  const [fdb, link] = await Promise.all([start('fdb'), start('link')])
  const failed = [fdb, link].find(result => !result.ok)
  if (!failed || failed.ok) return ok({ renew: () => start('fdb'), close })
  await close()
  return fail(failed.error)
}
