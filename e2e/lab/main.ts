import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import {
  DEFAULT_INSTANCE,
  DEFAULT_SCENARIO,
  execWords,
  LabError,
  type LabInfo,
  labDown,
  labStatus,
  labUp,
  scenarioNames,
} from './lab'
import { execEnvironment } from './node'

const parsePort = (text: string): number => {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1024 && port <= 65_000) return port
  throw new InvalidArgumentError('a port from 1024 to 65000')
}

const printNodes = (lab: LabInfo): void => {
  for (const { name, user, port, underlay } of lab.nodes) {
    const where = port === null ? `${user}@${underlay[0] ?? '?'} (by a jump)` : `${user}@127.0.0.1 port ${port}`
    console.log(`  ${name.padEnd(10)} ${where}`)
  }
  console.log(`  inventory  ${lab.configFile}`)
}

const up = async (name: string, options: { scenario: string; portBase?: number }): Promise<number> => {
  const begun = performance.now()
  const lab = await labUp({ name, ...options })
  if (lab.outcome === 'running') console.log(`lab ${name} is up already (${lab.scenario})`)
  else {
    if (lab.outcome === 'repaired')
      console.log(`lab ${name} was broken and has been built anew: ${lab.problems.join('; ')}`)
    console.log(`lab ${name} is up (${lab.scenario}) after ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  }
  printNodes(lab)
  return 0
}

const status = async (name: string): Promise<number> => {
  const { state, problems, lab } = await labStatus(name)
  console.log(`lab ${name} is ${state}${lab ? ` (${lab.scenario})` : ''}`)
  for (const problem of problems) console.log(`  ${problem}`)
  if (lab) printNodes(lab)
  return state === 'running' ? 0 : 1
}

/** Runs a command on a node with this terminal, and gives its exit status. */
const exec = async (name: string, machine: string, argv: readonly string[]): Promise<number> => {
  const [program = '', ...rest] = [...(await execWords(name, machine)), ...argv]
  const child = spawn(program, rest, { stdio: 'inherit', env: execEnvironment(name) })
  // Ctrl-C goes to the whole terminal group: the command decides what it means.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(new LabError(`${program}: ${error.message}`)))
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

const buildProgram = (finish: (code: number) => void): Command => {
  const program = new Command('lab').description(
    'real VXLAN nodes in network namespaces, reachable by SSH on 127.0.0.1',
  )
  program.enablePositionalOptions().exitOverride()
  const named = (command: Command): Command =>
    command.option('--name <name>', 'which lab; several may run side by side', DEFAULT_INSTANCE)
  named(program.command('up'))
    .description('bring it up, repair it, or find it running')
    .option('--scenario <name>', `topology: ${scenarioNames.join(', ')}`, DEFAULT_SCENARIO)
    .option('--port-base <port>', 'first port on 127.0.0.1', parsePort)
    .action(async ({ name, ...options }) => finish(await up(name, options)))
  named(program.command('down'))
    .description('remove all of it')
    .action(async ({ name }) => {
      await labDown(name)
      console.log(`lab ${name} is down`)
    })
  named(program.command('status'))
    .description('what runs; exit status 1 when it is down or broken')
    .action(async ({ name }) => finish(await status(name)))
  named(program.command('exec'))
    .description('run a command on a node, as root')
    .argument('<node>')
    .argument('<command...>')
    .passThroughOptions()
    .action(async (node: string, argv: string[], { name }) => finish(await exec(name, node, argv)))
  return program
}

/** The `lab` command. @returns its exit status: that of the command for `exec`, 1 for what can't be done, 2 for bad usage */
export const main = async (argv: readonly string[]): Promise<number> => {
  let code = 0
  try {
    await buildProgram(result => {
      code = result
    }).parseAsync([...argv])
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof LabError)) throw error
    console.error(`lab: ${error.message.replaceAll('\n', '\nlab: ')}`)
    return 1
  }
}
