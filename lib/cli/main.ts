import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { version } from '@/package.json'
import { addAccessCommands } from './access-commands'
import { addEvidenceCommands } from './evidence-commands'
import { EXIT, type Io, processIo, writeLine } from './io'
import { addNodeCommands } from './node-commands'
import { CONFIG, configOf, HELP_HINT, JSON_OPTION } from './options'
import { isBrokenPipe, unwritten } from './unwritten'

const EXIT_CODES = `
Exit codes: 0 fine, 1 a finding or a refused change, 2 bad usage, unreadable input or output that can't be
written, 3 a node could not be reached.`

/** `SHA256:` and 43 letters of base64, as ssh-keygen -l prints it. */
const collectFingerprint = (text: string, before: string[] = []): string[] => {
  const bare = text.replace(/=$/, '')
  if (/^SHA256:[A-Za-z0-9+/]{43}$/.test(bare)) return [...before, bare]
  throw new InvalidArgumentError('Expected SHA256: and 43 characters, as `ssh-keygen -lf` prints it.')
}

interface ApplyWords {
  json?: boolean
  yes?: boolean
  atOnce?: boolean
  allOrNothing?: boolean
  digest?: string
  undoAfter?: string
  verifyWithin?: string
  grace?: string
  lockTries?: string
  lockWait?: string
}

const addApplyCommand = (program: Command, io: Io, done: (status: number) => void): void => {
  program
    .command('apply')
    .summary('plan a change, ask, run and verify it; what fails is undone')
    .description('FILE is a change as YAML or JSON. The inventory must say `readOnly: false`.')
    .argument('<file>', 'a change, as for plan')
    .option(...CONFIG)
    .option('-y, --yes', 'apply without asking; where one node fails, all are undone')
    .option('--all-or-nothing', 'where one node fails, undo the others without asking')
    .option('--at-once', 'all nodes side by side (default: one after the other)')
    .option('--digest <digest>', 'apply only the plan of this digest, as `vxscope plan` told it')
    .option(
      '--undo-after <seconds>',
      'a node undoes by itself what is not kept within this time (120), and later where others come after it',
    )
    .option('--verify-within <seconds>', 'what must be true afterwards must be so within this time (30)')
    .option('--grace <seconds>', 'a command that hangs when its undo is due is waited for so long (60)')
    .option('--lock-tries <number>', 'a locked VyOS configuration is tried so many times (5)')
    .option('--lock-wait <seconds>', 'and each time so long after the last (3)')
    .addHelpText('after', '\nDefaults of times are those of `apply:` in the inventory, else as above.')
    .option(...JSON_OPTION)
    .action(async (file: string, words: ApplyWords, command: Command) => {
      const { applyCommand } = await import('./apply')
      const { json = false, yes = false, atOnce = false, allOrNothing = false, digest = null } = words
      const { undoAfter, verifyWithin, grace, lockTries, lockWait } = words
      const typed = Object.entries({ undoAfter, verifyWithin, grace, lockTries, lockWait })
      const settings = Object.fromEntries(typed.filter(([, text]) => text !== undefined))
      const given = { file, configFile: configOf(command), json, yes, atOnce, allOrNothing, digest, settings }
      done(await applyCommand(given, io))
    })
}

/** Each command is loaded when it is asked for: `parse` in a pipeline should not wait for SSH to load. */
const buildProgram = (io: Io, done: (status: number) => void): Command => {
  const program = new Command('vxscope')
    .description('See a VXLAN overlay, live and with evidence.')
    .version(version)
    .option(...CONFIG)
    .exitOverride()
    .configureOutput({ writeOut: text => io.stdout.write(text), writeErr: text => io.stderr.write(text) })
    .enablePositionalOptions()
    .showHelpAfterError(HELP_HINT)
    .addHelpText('after', EXIT_CODES)

  program
    .command('parse')
    .summary('text of ip and bridge on stdin, as the JSON of the newest iproute2')
    .usage('link|fdb|addr [--dev NAME]')
    .argument('[arguments...]')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (words: string[]) => {
      const { parseCommand } = await import('./parse')
      done(await parseCommand(words, io))
    })

  program
    .command('trust')
    .summary('show the host key a node offers, and trust it on a yes')
    .description(
      'Shows the key that a node offers and keeps it in a file of our own when told so. The jump hosts on the way come first. ' +
        'Your own known_hosts is only read.',
    )
    .argument('<node>', 'a node of the inventory, or a jump host of one')
    .option(...CONFIG)
    .option(
      '--fingerprint <SHA256:…>',
      'trust exactly this key, without asking (may stand several times)',
      collectFingerprint,
    )
    .option('-y, --yes', 'trust a key that is new, without asking; one that changed needs --fingerprint')
    .action(async (node: string, options: { fingerprint?: string[]; yes?: boolean }, command: Command) => {
      const { trustCommand } = await import('./trust')
      const { fingerprint: fingerprints = [], yes = false } = options
      done(await trustCommand({ node, configFile: configOf(command), fingerprints, yes }, io))
    })

  program
    .command('snapshot')
    .summary('the overlay as it is now: nodes, VTEPs, VNIs, groups, tunnels')
    .option(...CONFIG)
    .option(...JSON_OPTION)
    .action(async ({ json = false }: { json?: boolean }, command: Command) => {
      const { snapshotCommand } = await import('./snapshot')
      done(await snapshotCommand({ configFile: configOf(command), json }, io))
    })

  program
    .command('fdb')
    .summary('the forwarding tables of all nodes')
    .argument(
      '[filter...]',
      'as in the FDB page: vni:42 node:vyos01 dst:10.0.2.253 kind:learned, or parts of a MAC or name',
    )
    .option(...CONFIG)
    .option(
      '-w, --watch',
      'stay, and count down what is left of each entry; with --json an answer a line at each change',
    )
    .option(...JSON_OPTION)
    .action(async (words: string[], options: { json?: boolean; watch?: boolean }, command: Command) => {
      const { json = false, watch = false } = options
      const given = { configFile: configOf(command), filter: words.join(' '), json }
      if (watch) {
        const { fdbWatchCommand } = await import('./fdb-watch')
        done(await fdbWatchCommand(given, io))
      } else {
        const { fdbCommand } = await import('./fdb')
        done(await fdbCommand(given, io))
      }
    })

  program
    .command('plan')
    .summary('what a change of VXLAN devices would do: commands, undo, warnings')
    .description('Reads the nodes and changes nothing. FILE is a change as YAML or JSON.')
    .argument('<file>', 'a change: { nodes: [{ node, action: create|update|delete, name, vni, … }] }')
    .option(...CONFIG)
    .option(...JSON_OPTION)
    .action(async (file: string, { json = false }: { json?: boolean }, command: Command) => {
      const { planCommand } = await import('./plan')
      done(await planCommand({ file, configFile: configOf(command), json }, io))
    })

  addApplyCommand(program, io, done)

  program
    .command('check')
    .summary('what is wrong with the overlay, with evidence and the commands that mend it')
    .description('Reads the nodes and changes nothing. Exits 1 when there is a finding of severity error or warning.')
    .option(...CONFIG)
    .addOption(new Option(...JSON_OPTION).conflicts('junit'))
    .option('--junit', 'JUnit XML, for CI')
    .action(async ({ json = false, junit = false }: { json?: boolean; junit?: boolean }, command: Command) => {
      const { checkCommand } = await import('./check')
      done(await checkCommand({ configFile: configOf(command), format: json ? 'json' : junit ? 'junit' : 'table' }, io))
    })

  program
    .command('watch')
    .summary('one line for each thing that happens, as it does')
    .description('Reads the nodes and stays connected to them; Ctrl-C ends it.')
    .option(...CONFIG)
    .option('--json', 'an event of the REST API a line')
    .action(async ({ json = false }: { json?: boolean }, command: Command) => {
      const { watchCommand } = await import('./watch')
      done(await watchCommand({ configFile: configOf(command), json }, io))
    })

  addNodeCommands(program, io, done)
  addEvidenceCommands(program, io, done)
  addAccessCommands(program, io, done)
  return program
}

/** Until all that was written to it is gone, or can't be. */
const flushed = (stream: NodeJS.WritableStream): Promise<void> =>
  new Promise(resolve => stream.write('', () => resolve()))

/**
 * Runs the `vxscope` command with its arguments (those after the program's name) and gives its exit code: 0 fine, 1 a
 * finding or a refused change, 2 bad usage, unreadable input or output that can't be written, 3 a node could not be reached.
 */
export const main = async (argv: readonly string[], io: Io = processIo()): Promise<number> => {
  let status: number = EXIT.fine
  const program = buildProgram(io, code => {
    status = code
  })
  const failures: Error[] = []
  io.stdout.on('error', error => {
    if (!isBrokenPipe(error)) failures.push(error)
  })
  // What can't be told can't be told to anybody.
  io.stderr.on('error', () => {})
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    status = error.exitCode === 0 ? EXIT.fine : EXIT.usage
  }
  await flushed(io.stdout)
  if (failures.length === 0) return status
  writeLine(io.stderr, unwritten('output', failures[0]))
  return EXIT.usage
}
