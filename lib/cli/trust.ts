import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { printable } from '@/lib/server/inventory'
import {
  type HostKeyVerdict,
  hopsOf,
  type OfferedKey,
  readOfferedKey,
  resolveTarget,
  type SshTarget,
  trustKey,
  verdictOn,
} from '@/lib/ssh'
import { canAsk, confirm } from './confirm'
import { type Context, openContext } from './context'
import { EXIT, type Io, writeLine } from './io'

export interface TrustArguments {
  node: string
  configFile: string
  /** Keys that are trusted without asking, and no others. */
  fingerprints: readonly string[]
  /** Trust a new key without asking. */
  yes: boolean
}

const explain = ({ code, message, hint }: NodeError): string =>
  printable(`${code}: ${message}`) + (hint ? `\n${printable(hint)}` : '')

const resolve = (context: Context, io: Io, name: string): Promise<Result<SshTarget, NodeError>> | null => {
  const { inventory, baseDir } = context
  const node = inventory.nodes.find(other => other.name === name)
  if (!node) return null
  const options = { baseDir, home: io.home, env: io.env, others: inventory.nodes, defaults: inventory.defaults }
  return resolveTarget(node, options)
}

/** The hosts on the way to a name, itself last: a node, or a jump host of one, which errors name as it is written. */
const findWay = async (context: Context, io: Io, name: string): Promise<Result<SshTarget[], string>> => {
  const target = await resolve(context, io, name)
  if (target) return target.ok ? ok(hopsOf(target.value)) : fail(explain(target.error))
  for (const node of context.inventory.nodes) {
    const over = await resolve(context, io, node.name)
    const hops = over?.ok ? hopsOf(over.value) : []
    const index = hops.findIndex(hop => hop.name === name)
    if (index >= 0) return ok(hops.slice(0, index + 1))
  }
  const names = context.inventory.nodes.map(node => node.name)
  const known =
    names.length === 0
      ? 'There are none in it.'
      : `It has ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`
  return fail(`${printable(context.configFile)} has no node ${printable(JSON.stringify(name))}. ${known}`)
}

const describeVerdict = (verdict: HostKeyVerdict): string => {
  switch (verdict.verdict) {
    case 'trusted':
      return 'this key'
    case 'changed':
      return `ANOTHER KEY: ${verdict.expected.join(', ')} (${verdict.where})\n         Either the host was set up anew, or somebody stands in between.`
    case 'revoked':
      return `this key as REVOKED (${verdict.where})`
    case 'unknown':
      return verdict.others ? `other kinds of keys: ${verdict.others.join(', ')}` : 'nothing'
  }
}

const describeKey = (target: SshTarget, offered: OfferedKey, verdict: HostKeyVerdict): string => {
  const lines = [
    `${target.name}  ${target.host} port ${target.port}`,
    `  offers ${offered.algorithm} ${offered.fingerprint}`,
    `  known  ${describeVerdict(verdict)}`,
  ]
  return lines
    .flatMap(line => line.split('\n'))
    .map(printable)
    .join('\n')
}

/** May the key be kept? `null`: yes. Otherwise what to tell, and the exit code. */
const decide = async (
  { node, fingerprints, yes }: TrustArguments,
  offered: OfferedKey,
  verdict: HostKeyVerdict,
  io: Io,
): Promise<{ status: number; message: string } | null> => {
  if (verdict.verdict === 'revoked')
    return { status: EXIT.refused, message: 'Refused: somebody declared this key compromised.' }
  if (fingerprints.length > 0) {
    if (fingerprints.includes(offered.fingerprint)) return null
    return { status: EXIT.refused, message: `Refused: this is not ${fingerprints.join(' or ')}.` }
  }
  if (yes && verdict.verdict === 'unknown') return null
  if (yes)
    return {
      status: EXIT.refused,
      message: 'Refused: --yes is not enough for a key that changed. Compare it, then say --fingerprint.',
    }
  if (canAsk(io))
    return (await confirm('Trust this key?', io)) ? null : { status: EXIT.refused, message: 'Not trusted.' }
  const message = `Nobody to ask here. Compare the fingerprint with the host's own (on it: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then run:
  vxscope trust ${printable(node)} --fingerprint ${offered.fingerprint}`
  return { status: EXIT.usage, message }
}

const keep = async (file: string, target: SshTarget, offered: OfferedKey, io: Io): Promise<number> => {
  try {
    await trustKey(file, target, offered)
  } catch (error) {
    writeLine(
      io.stderr,
      printable(`${file} can't be written: ${error instanceof Error ? error.message : String(error)}`),
    )
    return EXIT.refused
  }
  writeLine(io.stdout, printable(`Trusted, kept in ${file}`))
  return EXIT.fine
}

/** One host on the way. Jump hosts that are trusted pass in silence: only the last one was asked for. */
const trustHop = async (
  given: TrustArguments,
  context: Context,
  target: SshTarget,
  isLast: boolean,
  io: Io,
): Promise<number> => {
  const offered = await readOfferedKey(target, { trust: context.trust })
  if (!offered.ok) {
    writeLine(io.stderr, `${printable(target.name)}: ${explain(offered.error)}`)
    return offered.error.code === 'config' ? EXIT.usage : EXIT.node
  }
  const verdict = verdictOn(context.trust, target, offered.value)
  const isExpected = given.fingerprints.length === 0 || given.fingerprints.includes(offered.value.fingerprint)
  if (verdict.verdict === 'trusted' && !isLast) return EXIT.fine
  writeLine(io.stdout, describeKey(target, offered.value, verdict))
  if (verdict.verdict === 'trusted' && isExpected) {
    writeLine(io.stdout, 'Trusted already.')
    return EXIT.fine
  }
  const refusal = await decide(given, offered.value, verdict, io)
  if (refusal === null) return keep(context.knownHosts, target, offered.value, io)
  writeLine(io.stderr, refusal.message)
  return refusal.status
}

/**
 * Shows the key a node offers and keeps it in our own known-hosts file when told so: by a typed yes, by `--fingerprint`
 * or, for a key that is new, by `--yes`. The jump hosts on the way are gone through first. Gives the exit code.
 */
export const trustCommand = async (given: TrustArguments, io: Io): Promise<number> => {
  const context = await openContext(given.configFile, io)
  if (!context.ok) {
    writeLine(io.stderr, context.error)
    return EXIT.usage
  }
  for (const note of context.value.trust.notes()) writeLine(io.stderr, printable(`note: ${note}`))
  const way = await findWay(context.value, io, given.node)
  if (!way.ok) {
    writeLine(io.stderr, way.error)
    return EXIT.usage
  }
  for (const [index, target] of way.value.entries()) {
    const status = await trustHop(given, context.value, target, index === way.value.length - 1, io)
    if (status !== EXIT.fine) return status
  }
  return EXIT.fine
}
