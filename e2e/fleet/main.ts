import { fstatSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { FAULT_NAMES, isFaultName } from './faults'
import { type Fleet, startFleet } from './fleet'
import { isScenarioName, SCENARIOS, scenarioNodes } from './scenarios'

const USAGE = `Usage: npm run fleet -- [--scenario ${SCENARIOS.join('|')}] [--nodes N] [--rows M] [--vnis K] [--dir DIR] [--poll SECONDS] [--first-port PORT]

Runs simulated nodes over real SSH on 127.0.0.1 until Ctrl-C or until its stdin closes. Prints the path of their
inventory as one line once they answer. While it runs, lines on stdin change faults:
  fault NODE NAME    one of ${FAULT_NAMES.join(', ')}
  fault NODE none    ends it
`

const number = (text: string | undefined, least: number, otherwise: number): number => {
  if (text === undefined) return otherwise
  const value = Number(text)
  if (!Number.isInteger(value) || value < least)
    throw new Error(`a whole number from ${least} on is expected, not "${text}"`)
  return value
}

const readArguments = (argv: readonly string[]) => {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...argv],
    options: {
      scenario: text,
      nodes: text,
      rows: text,
      vnis: text,
      dir: text,
      poll: text,
      'first-port': text,
      help: { type: 'boolean' },
    },
  })
  const scenario = values.scenario ?? (values.nodes === undefined ? 'seed-2014' : 'big')
  if (!isScenarioName(scenario)) throw new Error(`no scenario "${scenario}"; there are ${SCENARIOS.join(', ')}`)
  return {
    help: values.help ?? false,
    scenario,
    size: {
      nodes: number(values.nodes, 1, 50),
      rows: number(values.rows, 0, 100),
      ...(values.vnis === undefined ? {} : { vnis: number(values.vnis, 1, 1) }),
    },
    dir: values.dir,
    pollInterval: number(values.poll, 1, 2),
    ...(values['first-port'] === undefined ? {} : { firstPort: number(values['first-port'], 1024, 1024) }),
  }
}

const changeFault = async (fleet: Fleet, line: string): Promise<void> => {
  const [verb, node, name] = line.trim().split(/\s+/)
  if (verb === undefined || verb === '') return
  const known = fleet.nodes.some(other => other.name === node)
  if (
    verb !== 'fault' ||
    !known ||
    node === undefined ||
    name === undefined ||
    !(name === 'none' || isFaultName(name))
  ) {
    console.error(`fleet: can't read "${line.trim()}"; expected: fault NODE NAME|none`)
    return
  }
  await fleet.setFault(node, name === 'none' ? null : name)
  console.error(`fleet: ${node}: ${name}`)
}

/** A pipe or socket that closes tells that the parent is gone; a terminal, a file or /dev/null tells nothing by its end. */
const stdinIsPipe = (): boolean => {
  try {
    const stdin = fstatSync(0)
    return stdin.isFIFO() || stdin.isSocket()
  } catch {
    return false
  }
}

/** Resolves on a signal, or when the IPC channel to the parent closes. */
const untilTold = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    process.once('disconnect', () => resolve())
  })

/** Reads fault lines from stdin. Resolves when stdin closes, where that means something. */
const untilStdinEnds = (fleet: Fleet): Promise<void> =>
  new Promise(resolve => {
    if (!stdinIsPipe() && !process.stdin.isTTY) return
    const lines = createInterface({ input: process.stdin })
    lines.on('line', line => {
      changeFault(fleet, line).catch((error: unknown) => console.error(`fleet: ${String(error)}`))
    })
    lines.on('close', () => resolve())
  })

/** The command `npm run fleet`. Gives the exit status: 2 for arguments it can't read, 1 when it could not start. */
export const main = async (argv: readonly string[]): Promise<number> => {
  let given: ReturnType<typeof readArguments>
  try {
    given = readArguments(argv)
  } catch (error) {
    console.error(`fleet: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  if (given.help) {
    console.log(USAGE)
    return 0
  }
  const told = untilTold()
  const ownDir = given.dir === undefined ? await mkdtemp(path.join(tmpdir(), 'vxscope-fleet-')) : null
  try {
    const { dir, scenario, size, help: _help, ...rest } = given
    const fleet = await startFleet({
      ...rest,
      nodes: scenarioNodes(scenario, size),
      stateDir: path.resolve(dir ?? ownDir ?? '.'),
    })
    console.error(`fleet: ${fleet.nodes.length} simulated nodes (${scenario})`)
    console.log(fleet.configFile)
    await Promise.race([told, untilStdinEnds(fleet)])
    await fleet.stop()
    return 0
  } catch (error) {
    console.error(`fleet: could not start: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  } finally {
    if (ownDir) await rm(ownDir, { recursive: true, force: true })
    process.stdin.pause()
    if (process.connected) process.disconnect()
  }
}
