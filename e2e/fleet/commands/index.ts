import { bridge } from './bridge'
import { ip } from './ip'
import { type Command, fails, type Machine, type Outcome } from './outcome'
import { SYSTEM_COMMANDS } from './system'

const COMMANDS = new Map<string, Command>(Object.entries({ ...SYSTEM_COMMANDS, ip, bridge }))

const PLACES = /^(?:\/usr\/local|\/usr)?\/s?bin\//

/** Runs one command of the node. What it hasn't got ends as in a shell: status 127. */
export const runCommand = (argv: readonly string[], machine: Machine): Outcome => {
  const [name = '', ...args] = argv
  const bare = name.replace(PLACES, '')
  const command = machine.without?.includes(bare) ? undefined : COMMANDS.get(bare)
  return command ? command(args, machine) : fails(127, `sh: 1: ${name}: not found`)
}
