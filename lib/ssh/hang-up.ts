import type { Client, ClientChannel } from 'ssh2'

/** Ends the command in a channel and the channel. */
export const hangUp = (client: Client, channel: ClientChannel): void => {
  sendSignal(client, channel)
  channel.close()
}

/**
 * Closing a channel leaves a silent command running on the node; OpenSSH passes a signal on since 7.9 (not for root).
 * `channel.signal` of ssh2 sends nothing once stdin was ended, though RFC 4254 §6.9 allows it, so this goes around it.
 */
const sendSignal = (client: Client, channel: ClientChannel) => {
  const { _protocol: protocol } = client as unknown as { _protocol?: { signal?(channel: unknown, name: string): void } }
  const { outgoing } = channel as unknown as { outgoing?: { id?: unknown; state?: unknown } }
  if (outgoing?.state === 'open' || outgoing?.state === 'eof') protocol?.signal?.(outgoing.id, 'TERM')
}
