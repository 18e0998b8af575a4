import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { identify, isAlive, type ProcessId } from './processes'
import { LabError } from './run'

/** The repository's root, wherever this runs from: its sources, or a bundle in `.build`. */
export const findRoot = (): string => {
  let folder = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder)
    if (parent === folder) throw new LabError('the lab is not inside its repository')
    folder = parent
  }
  return folder
}

/** No "-": it parts an instance's name from a node's in names of namespaces. */
export const InstanceName = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,15}$/, 'a lab is called by small letters and digits, at most 16, beginning with a letter')

export const checkInstance = (name: string): string => {
  const { success, data } = InstanceName.safeParse(name)
  if (!success)
    throw new LabError(`"${name}": a lab is called by small letters and digits, at most 16, beginning with a letter`)
  return data
}

const labsDir = (): string => path.join(findRoot(), '.lab')

/** The state directory of an instance. */
export const labDir = (instance: string): string => path.join(labsDir(), checkInstance(instance))

export const nodeDir = (instance: string, node: string): string => path.join(labDir(instance), 'nodes', node)

const State = z.strictObject({
  scenario: z.string(),
  /** Of the scenario as it was built: a changed file is another lab. */
  digest: z.string(),
  portBase: z.int(),
})
export type State = z.infer<typeof State>

const ProcessRecord = z.strictObject({
  pid: z.int().positive(),
  startTime: z.int().min(0),
  bootId: z.string(),
  /** holder, ssh and underlaySsh belong to a node; other is what a caller registered. */
  role: z.enum(['holder', 'ssh', 'underlaySsh', 'other']),
  node: z.string().nullable(),
})
export type ProcessRecord = z.infer<typeof ProcessRecord>

const writeWhole = (file: string, text: string): void => {
  writeFileSync(`${file}.tmp`, text)
  renameSync(`${file}.tmp`, file)
}

const readJson = <T>(file: string, schema: z.ZodType<T>): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

/** undefined where there is no lab, or none that was finished. */
export const readState = (instance: string): State | undefined =>
  readJson(path.join(labDir(instance), 'state.json'), State)

export const writeState = (instance: string, state: State): void =>
  writeWhole(path.join(labDir(instance), 'state.json'), `${JSON.stringify(state, null, 2)}\n`)

const processesDir = (instance: string): string => path.join(labDir(instance), 'processes')

/** One file per process, so that two writers never meet. */
export const recordProcess = (
  instance: string,
  pid: number,
  role: ProcessRecord['role'],
  node: string | null,
): ProcessId => {
  const id = identify(pid)
  if (!id) throw new LabError(`process ${pid} ended before it could be recorded`)
  mkdirSync(processesDir(instance), { recursive: true })
  const record: ProcessRecord = { ...id, role, node }
  writeWhole(path.join(processesDir(instance), `${pid}-${id.startTime}.json`), `${JSON.stringify(record)}\n`)
  return id
}

/** Recorded processes that still run. */
export const liveRecords = (instance: string): ProcessRecord[] => {
  const dir = processesDir(instance)
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .filter(file => file.endsWith('.json'))
    .flatMap(file => readJson(path.join(dir, file), ProcessRecord) ?? [])
    .filter(isAlive)
}

export const removeState = (instance: string): void => {
  rmSync(labDir(instance), { recursive: true, force: true })
  try {
    rmdirSync(labsDir())
  } catch {
    // Another instance's state is in it, or it was never made.
  }
}

/**
 * Holds the instance for one `up` or `down` at a time. A lock whose owner is dead is taken over.
 * @returns what gives it back
 */
export const lockInstance = (instance: string): (() => void) => {
  mkdirSync(labsDir(), { recursive: true })
  const file = path.join(labsDir(), `${checkInstance(instance)}.lock`)
  const owner = readJson(file, z.object({ pid: z.int(), startTime: z.int(), bootId: z.string() }))
  if (owner && isAlive(owner))
    throw new LabError(`lab ${instance} is being brought up or taken down by process ${owner.pid}`)
  rmSync(file, { force: true })
  try {
    writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx' })
  } catch {
    throw new LabError(`lab ${instance} is being brought up or taken down by another process`)
  }
  return () => {
    rmSync(file, { force: true })
    try {
      rmdirSync(labsDir())
    } catch {
      // Not empty.
    }
  }
}
