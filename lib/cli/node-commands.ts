import { type Command, InvalidArgumentError } from 'commander'
import type { Io } from './io'
import type { ImportSource } from './node'
import { CONFIG, configOf } from './options'

const collectSource = (word: string): ImportSource => {
  if (word === 'ssh-config' || word === 'ansible') return word
  throw new InvalidArgumentError('Expected ssh-config or ansible.')
}

interface AddOptions {
  port?: string
  tag?: string[]
  config?: string
  [text: string]: unknown
}

/** `vxscope node`: add, remove, test and import. */
export const addNodeCommands = (program: Command, io: Io, done: (status: number) => void): void => {
  const node = program.command('node').summary('add, remove, test and import nodes of the inventory')
  node
    .command('add')
    .summary('write a node into the inventory, which is made if there is none')
    .argument('<name>')
    .option('--host <host>', 'address, DNS name or alias of ~/.ssh/config (default: the name)')
    .option('--port <number>')
    .option('--user <name>')
    .option('--identity-file <path>', 'private key')
    .option('--password-env <variable>', 'environment variable that holds the password')
    .option('--password-file <path>', 'file that holds the password')
    .option('--proxy-jump <hosts>', 'as in ssh_config(5)')
    .option('--platform <name>', 'vyos, linux or ovs (default: found out)')
    .option('--tag <word...>')
    .option(...CONFIG)
    .action(async (name: string, { port, tag, config: _config, ...texts }: AddOptions, command: Command) => {
      const { nodeAddCommand } = await import('./node')
      const given = { name, ...texts, ...(port !== undefined && { port: Number(port) }), ...(tag && { tags: tag }) }
      done(await nodeAddCommand(configOf(command), given, io))
    })
  node
    .command('remove')
    .summary('take a node out of the inventory; nothing changes on it')
    .argument('<name>')
    .option(...CONFIG)
    .action(async (name: string, _options: object, command: Command) => {
      const { nodeRemoveCommand } = await import('./node')
      done(await nodeRemoveCommand(configOf(command), name, io))
    })
  node
    .command('test')
    .summary('try to connect to a node, step by step')
    .argument('<name>')
    .option(...CONFIG)
    .action(async (name: string, _options: object, command: Command) => {
      const { nodeTestCommand } = await import('./node')
      done(await nodeTestCommand(configOf(command), name, io))
    })
  node
    .command('import')
    .summary('list the hosts of ~/.ssh/config or of an Ansible inventory, and add those named')
    .argument('<source>', 'ssh-config or ansible', collectSource)
    .option('--file <path>', 'the Ansible inventory, INI or YAML')
    .option('--add <name...>', 'add these')
    .option('--all', 'add all that are not in the inventory yet')
    .option(...CONFIG)
    .action(async (source: ImportSource, given: { file?: string; add?: string[]; all?: boolean }, command: Command) => {
      const { nodeImportCommand } = await import('./node')
      const { file, add: names = [], all = false } = given
      done(await nodeImportCommand(configOf(command), { source, file, names, all }, io))
    })
}
