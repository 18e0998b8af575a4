import { randomBytes } from 'node:crypto'
import type { Snapshot } from '@/lib/bus'
import { collectOnce, createConnect } from '@/lib/collect'
import { ok, type Result } from '@/lib/model/result'
import { printable } from '@/lib/server/inventory'
import { createLoginGate } from '@/lib/ssh'
import { type Context, openContext } from './context'
import { EXIT, type Io, writeLine } from './io'

/** A login costs the node and us some 30 ms of CPU each: so many at once over all nodes. */
const LOGINS_AT_ONCE = 6

/** How a command connects to the nodes of its inventory. */
export const connectFor = ({ inventory, baseDir, trust }: Context, io: Io) =>
  createConnect({
    baseDir,
    home: io.home,
    env: io.env,
    trust: () => trust,
    gate: createLoginGate(LOGINS_AT_ONCE),
    inventory: () => inventory,
  })

/** Each node of the inventory read once, and the overlay of it. An error is the text for the user. */
export const readOverlay = async (
  configFile: string,
  io: Io,
): Promise<Result<Snapshot & Pick<Context, 'inventory'>, string>> => {
  const context = await openContext(configFile, io)
  if (!context.ok) return context
  const state = await collectOnce(context.value.inventory.nodes, connectFor(context.value, io), Date.now)
  return ok(
    Object.assign(state, { revision: `${randomBytes(6).toString('hex')}-1`, inventory: context.value.inventory }),
  )
}

/** What stands at the head of every answer of the API. */
export const headOf = ({ revision, at }: Pick<Snapshot, 'revision' | 'at'>) => ({
  revision,
  at: new Date(at).toISOString(),
  now: new Date().toISOString(),
})

const reportUnread = ({ readings }: Snapshot, io: Io): void => {
  for (const [node, { outputs }] of readings) {
    for (const { command, issues } of outputs) {
      const [first] = issues
      if (!first) continue
      const count = issues.length === 1 ? '1 line' : `${issues.length} lines`
      const text = `${node}: ${count} of "${command}" could not be read, the first is line ${first.line}: ${first.text}`
      writeLine(io.stderr, printable(text))
    }
  }
}

/** Tells on stderr which nodes could not be read, why and what to do, and what of the others wasn't understood. Gives the exit code. */
export const reportNodes = (snapshot: Snapshot, io: Io): number => {
  reportUnread(snapshot, io)
  const failed = snapshot.overlay.nodes.flatMap(({ name, error }) => (error === null ? [] : [{ name, error }]))
  for (const { name, error } of failed) {
    writeLine(io.stderr, printable(`${name}: ${error.code}: ${error.message}`))
    if (error.hint !== '') writeLine(io.stderr, `  ${printable(error.hint)}`)
  }
  return failed.length === 0 ? EXIT.fine : EXIT.node
}
