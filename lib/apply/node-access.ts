import type { Connect } from '@/lib/collect/following'
import { readNode } from '@/lib/collect/read-node'
import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import type { Reading } from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import { SCRIPT_SHELL } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'

/** What a change needs of one node. Connects anew by itself after a loss; every verb may be tried again. */
export interface NodeAccess {
  /** Feeds a script to a shell of the login's. `onOutput` gets what it says, as it comes. Gives what ended it early, if anything. */
  run(script: string, timeoutMs: number, onOutput: (chunk: string) => void): Promise<NodeError | null>
  read(): Promise<Result<Reading, NodeError>>
  close(): Promise<void>
}

/** What a script says of 500 commands, each with the most output that is kept, is less. */
const MAX_OUTPUT = 16 * 1024 * 1024

const tooSlow = (timeoutMs: number): NodeError => ({
  code: 'timeout',
  message: `the script did not end within ${Math.round(timeoutMs / 1000)} s`,
  hint: 'A command hangs on the node, or the way to it is slow.',
})

const runOn = async (
  connection: SshConnection,
  script: string,
  timeoutMs: number,
  onOutput: (chunk: string) => void,
): Promise<NodeError | null> => {
  let length = 0
  let close: (error: NodeError | null) => void = () => {}
  const closed = new Promise<NodeError | null>(resolve => {
    close = resolve
  })
  const opened = await connection.open(SCRIPT_SHELL, {
    onStdout: chunk => {
      if (length > MAX_OUTPUT) return
      length += chunk.length
      onOutput(chunk)
    },
    onStderr: () => {},
    // A script of ours tells by its lines how it went; its exit status says no more than they do.
    onClose: reason => close(reason?.code === 'exitStatus' ? null : reason),
  })
  if (!opened.ok) return opened.error
  const timer = setTimeout(() => close(tooSlow(timeoutMs)), timeoutMs)
  opened.value.write(script)
  opened.value.end()
  const error = await closed
  clearTimeout(timer)
  if (error !== null) await opened.value.close()
  return error
}

/** A node of the inventory as a change reaches it. */
const openAccess = async (node: InventoryNode, connect: Connect): Promise<Result<NodeAccess, NodeError>> => {
  const made = await connect(node)
  if (!made.ok) return made
  const { connection } = made.value
  return ok({
    run: (script, timeoutMs, onOutput) => runOn(connection, script, timeoutMs, onOutput),
    read: async () => {
      const read = await readNode(connection, null, node.platform ?? null, Date.now)
      return read.ok ? ok(read.value.reading) : read
    },
    close: () => connection.close(),
  })
}

/** How a change reaches the nodes of an inventory, by name. */
export const createAccess =
  (nodes: readonly InventoryNode[], connect: Connect) =>
  async (name: string): Promise<Result<NodeAccess, NodeError>> => {
    const node = nodes.find(each => each.name === name)
    return node
      ? openAccess(node, connect)
      : fail({ code: 'config', message: `there is no node ${name}`, hint: 'Add it to the inventory.' })
  }
