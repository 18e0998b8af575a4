import type { Command } from 'commander'
import type { Io } from './io'
import { CONFIG, configOf } from './options'

type Done = (status: number) => void

const ROLE = ['--role <role>', 'viewer, operator or admin', 'viewer'] as const

const addUserCommands = (program: Command, io: Io, done: Done): void => {
  const user = program
    .command('user')
    .summary('add, list and remove users of the dashboard')
    .description(
      'Users stand in a file beside the inventory, their passwords hashed. Once there is one, everybody must log in. A password ' +
        'is asked for on the terminal, or read from standard input.',
    )
  user
    .command('add')
    .summary('add a user')
    .argument('<name>')
    .option(...ROLE)
    .option(...CONFIG)
    .action(async (name: string, { role }: { role: string }, command: Command) => {
      const { userAddCommand } = await import('./user')
      done(await userAddCommand(configOf(command), { name, role }, io))
    })
  user
    .command('list')
    .summary('users and their roles')
    .option(...CONFIG)
    .action(async (_options: object, command: Command) => {
      const { userListCommand } = await import('./user')
      done(await userListCommand(configOf(command), io))
    })
  user
    .command('password')
    .summary("change a user's password, which ends their sessions")
    .argument('<name>')
    .option(...CONFIG)
    .action(async (name: string, _options: object, command: Command) => {
      const { userPasswordCommand } = await import('./user')
      done(await userPasswordCommand(configOf(command), name, io))
    })
  user
    .command('role')
    .summary("change a user's role")
    .argument('<name>')
    .argument('<role>', 'viewer, operator or admin')
    .option(...CONFIG)
    .action(async (name: string, role: string, _options: object, command: Command) => {
      const { userRoleCommand } = await import('./user')
      done(await userRoleCommand(configOf(command), { name, role }, io))
    })
  user
    .command('remove')
    .summary('remove a user, which ends their sessions')
    .argument('<name>')
    .option(...CONFIG)
    .action(async (name: string, _options: object, command: Command) => {
      const { userRemoveCommand } = await import('./user')
      done(await userRemoveCommand(configOf(command), name, io))
    })
}

const addTokenCommands = (program: Command, io: Io, done: Done): void => {
  const token = program.command('token').summary('add, list and remove tokens, by which programs use the API')
  token
    .command('add')
    .summary('make a token and show it, this once')
    .argument('<name>', 'what it is for')
    .option(...ROLE)
    .option('--days <number>', 'how long it holds (default: until it is removed)')
    .option(...CONFIG)
    .action(async (name: string, given: { role: string; days?: string }, command: Command) => {
      const { tokenAddCommand } = await import('./token')
      const { role, days } = given
      done(await tokenAddCommand(configOf(command), { name, role, ...(days !== undefined && { days }) }, io))
    })
  token
    .command('list')
    .summary('tokens and their roles')
    .option(...CONFIG)
    .action(async (_options: object, command: Command) => {
      const { tokenListCommand } = await import('./token')
      done(await tokenListCommand(configOf(command), io))
    })
  token
    .command('remove')
    .summary('remove a token, which is refused from then on')
    .argument('<name>')
    .option(...CONFIG)
    .action(async (name: string, _options: object, command: Command) => {
      const { tokenRemoveCommand } = await import('./token')
      done(await tokenRemoveCommand(configOf(command), name, io))
    })
}

/** `vxscope user …` and `vxscope token …`. */
export const addAccessCommands = (program: Command, io: Io, done: Done): void => {
  addUserCommands(program, io, done)
  addTokenCommands(program, io, done)
}
