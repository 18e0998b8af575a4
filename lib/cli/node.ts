import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { testConnection } from '@/lib/collect'
import type { ApiError } from '@/lib/model/error'
import { InventoryNode } from '@/lib/model/inventory'
import { type ImportAnswer, MAX_IMPORT } from '@/lib/model/nodes-api'
import { fail, ok, type Result } from '@/lib/model/result'
import { addNodes, printable, readFirstInventory, removeNode, writeInventory } from '@/lib/server/inventory'
import { importAnsible, importSshConfig } from '@/lib/server/inventory/import'
import { readConfigHosts } from '@/lib/ssh'
import { openContext, unknownNode } from './context'
import { EXIT, type Io, writeLine } from './io'

const refuse = (io: Io, { message, hint }: Pick<ApiError, 'message' | 'hint'>, status: number): number => {
  for (const line of `${message}\n${hint}`.trimEnd().split('\n')) writeLine(io.stderr, printable(line))
  return status
}

const add = async (configFile: string, nodes: readonly InventoryNode[], io: Io): Promise<number> => {
  const file = path.basename(configFile)
  const written = await writeInventory(configFile, text => addNodes(text, nodes, file))
  if (!written.ok) return refuse(io, written.error, EXIT.refused)
  for (const { name } of nodes) writeLine(io.stdout, printable(`Added ${name} to ${configFile}`))
  return EXIT.fine
}

/** `vxscope node add`: one node, written into the inventory, which is made if there is none. Gives the exit code. */
export const nodeAddCommand = async (configFile: string, given: Record<string, unknown>, io: Io): Promise<number> => {
  const node = InventoryNode.safeParse(given)
  if (node.success) return add(configFile, [node.data], io)
  const wrong = node.error.issues.map(issue => `${issue.path.join('.')}: expected ${issue.message}`)
  return refuse(io, { message: wrong.join('\n'), hint: 'Nothing was written.' }, EXIT.usage)
}

/** `vxscope node remove`: takes a node out of the inventory. Gives the exit code. */
export const nodeRemoveCommand = async (configFile: string, name: string, io: Io): Promise<number> => {
  const file = path.basename(configFile)
  const written = await writeInventory(configFile, text => removeNode(text, name, file))
  if (!written.ok) return refuse(io, written.error, EXIT.refused)
  writeLine(io.stdout, printable(`Removed ${name} from ${configFile}`))
  return EXIT.fine
}

const MARK = { ok: '✓', failed: '✗' } as const

/** `vxscope node test`: tries to connect to a node and tells each step. Gives the exit code. */
export const nodeTestCommand = async (configFile: string, name: string, io: Io): Promise<number> => {
  const context = await openContext(configFile, io)
  if (!context.ok) return refuse(io, { message: context.error, hint: '' }, EXIT.usage)
  const { inventory, baseDir, trust } = context.value
  const node = inventory.nodes.find(candidate => candidate.name === name)
  if (!node) return refuse(io, unknownNode(inventory, configFile, name), EXIT.usage)
  const { home, env } = io
  const { signal } = new AbortController()
  const options = { baseDir, home, env, trust, signal, others: inventory.nodes, defaults: inventory.defaults }
  let status: number = EXIT.fine
  for await (const { step, host, jump, status: outcome, ms, detail, error } of testConnection(node, options)) {
    if (outcome === 'running') continue
    writeLine(io.stdout, printable(`${MARK[outcome]} ${jump ? `${host} ` : ''}${step} (${ms} ms): ${detail}`))
    if (error) status = refuse(io, { message: error.code, hint: error.hint }, EXIT.node)
  }
  return status
}

const readSource = async ({ source, file }: NodeImport): Promise<Result<string | null, string>> => {
  if (source === 'ssh-config')
    return file === undefined
      ? ok(null)
      : fail('--file is for ansible: nodes are reached by ~/.ssh/config, so that is what ssh-config lists.')
  if (file === undefined) return fail('Name the file of the Ansible inventory.')
  try {
    const text = await readFile(path.resolve(file), 'utf8')
    return text.length > MAX_IMPORT ? fail(`${file} is larger than 4 MiB.`) : ok(text)
  } catch (error) {
    return fail(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

export type ImportSource = 'ssh-config' | 'ansible'

export interface NodeImport {
  source: ImportSource
  file: string | undefined
  /** Those to add; none: only lists what there is. */
  names: readonly string[]
  all: boolean
}

const NOTHING_TO_IMPORT =
  'It names no host that could be a node. `vxscope node add NAME --host ADDRESS` adds one by hand.'

const list = ({ candidates, skipped, notes }: ImportAnswer, place: string, io: Io): number => {
  for (const { node, detail, present } of candidates)
    writeLine(
      io.stdout,
      printable(`${node.name}  ${detail}${present === null ? '' : `  (in the inventory: ${present})`}`),
    )
  for (const { name, reason } of skipped) writeLine(io.stderr, printable(`not taken: ${name}: ${reason}`))
  for (const note of notes) writeLine(io.stderr, printable(`note: ${note}`))
  if (candidates.length > 0) return EXIT.fine
  return refuse(io, { message: `Nothing found in ${place}.`, hint: NOTHING_TO_IMPORT }, EXIT.fine)
}

/** `vxscope node import`: lists what a source holds, and adds what is named. Gives the exit code. */
export const nodeImportCommand = async (configFile: string, given: NodeImport, io: Io): Promise<number> => {
  const inventory = await readFirstInventory(configFile)
  if (!inventory.ok)
    return refuse(io, { message: inventory.error.map(({ message }) => message).join('\n'), hint: '' }, EXIT.usage)
  const text = await readSource(given)
  if (!text.ok) return refuse(io, { message: text.error, hint: '' }, EXIT.usage)
  const { nodes } = inventory.value.inventory
  const found =
    text.value === null ? importSshConfig(await readConfigHosts(io.home), nodes) : importAnsible(text.value, nodes)
  const chosen = found.candidates.filter(
    ({ node, present }) => present === null && (given.all || given.names.includes(node.name)),
  )
  const missing = given.names.filter(name => !chosen.some(({ node }) => node.name === name))
  if (missing.length > 0) {
    const message = `Not to be had from there: ${missing.join(', ')}.`
    return refuse(io, { message, hint: 'Without names the command lists what there is.' }, EXIT.usage)
  }
  if (chosen.length === 0) return list(found, given.source === 'ssh-config' ? '~/.ssh/config' : (given.file ?? ''), io)
  return add(
    configFile,
    chosen.map(({ node }) => node),
    io,
  )
}
