import type { StreamMessage } from './stream-message'

/** Names of the nodes that these messages tell of: changed, come or gone. */
export const nodesTold = (messages: readonly StreamMessage[]): Set<string> =>
  new Set(
    messages.flatMap(message =>
      message.type === 'delta'
        ? [...message.delta.nodes.put.map(({ name }) => name), ...message.delta.nodes.remove]
        : [],
    ),
  )
