import { AccessName, Role } from '@/lib/model/access'
import { fail, ok, type Result } from '@/lib/model/result'
import { readUsers } from '@/lib/server/access/files'
import { hashPassword } from '@/lib/server/access/password'
import { needsLogin, newVersion, type User, type Users, whyTaken } from '@/lib/server/access/users'
import { changeUsers, refuse, withAccess } from './access-context'
import { EXIT, type Io, writeLine } from './io'
import { readNewPassword } from './read-password'
import { type Column, renderTable, styleOf } from './table'

const NOW_OPEN =
  'There are no users left: on a loopback address everybody is admin again, on any other the server does not start.'

const without = (users: Users, name: string): Users => ({
  ...users,
  users: users.users.filter(user => user.name !== name),
})

const withUser = (users: Users, user: User): Users => ({
  ...users,
  users: [...without(users, user.name).users, user].sort((a, b) => a.name.localeCompare(b.name)),
})

const userOf = ({ users }: Users, name: string): Result<User, string> => {
  const user = users.find(candidate => candidate.name === name)
  return user ? ok(user) : fail(`There is no user ${name}.`)
}

/** The role and the name as given, checked; what is wrong with them for people. */
export const checkedName = (name: string, role: string): Result<{ name: string; role: Role }, string> => {
  const named = AccessName.safeParse(name)
  if (!named.success) return fail(`${name}: expected ${named.error.issues[0]?.message ?? 'a name'}`)
  const known = Role.safeParse(role)
  return known.success ? ok({ name, role: known.data }) : fail(`${role}: expected ${Role.options.join(', ')}`)
}

/** `vxscope user add`: asks for the password. Gives the exit code. */
export const userAddCommand = (configFile: string, given: { name: string; role: string }, io: Io): Promise<number> =>
  withAccess(configFile, io, async place => {
    const checked = checkedName(given.name, given.role)
    if (!checked.ok) return refuse(io, checked.error, EXIT.usage)
    const { name, role } = checked.value
    const before = await readUsers(place.files.users)
    const taken = before.ok ? whyTaken(before.value, name) : null
    if (taken !== null) return refuse(io, taken)
    const password = await readNewPassword(io)
    if (!password.ok) return refuse(io, password.error, EXIT.usage)
    const user = {
      ...{ name, role, since: new Date().toISOString(), version: newVersion() },
      password: await hashPassword(password.value),
    }
    const status = await changeUsers(place, io, { action: 'userAdded', output: `${name}, ${role}` }, users => {
      const why = whyTaken(users, name)
      return why === null ? ok(withUser(users, user)) : fail(why)
    })
    if (status === EXIT.fine) writeLine(io.stdout, `Added ${name}, ${role}`)
    return status
  })

/** `vxscope user password`: another password; the user's sessions end. Gives the exit code. */
export const userPasswordCommand = (configFile: string, name: string, io: Io): Promise<number> =>
  withAccess(configFile, io, async place => {
    const before = await readUsers(place.files.users)
    const known = before.ok ? userOf(before.value, name) : before
    if (!known.ok) return refuse(io, known.error)
    const password = await readNewPassword(io)
    if (!password.ok) return refuse(io, password.error, EXIT.usage)
    const hash = await hashPassword(password.value)
    const status = await changeUsers(place, io, { action: 'userChanged', output: `${name}: password` }, users => {
      const user = userOf(users, name)
      return user.ok ? ok(withUser(users, { ...user.value, password: hash, version: newVersion() })) : user
    })
    if (status === EXIT.fine)
      writeLine(io.stdout, `Changed the password of ${name}; who was logged in by it is no more`)
    return status
  })

/** `vxscope user role`: another role, from the next request on. Gives the exit code. */
export const userRoleCommand = (configFile: string, given: { name: string; role: string }, io: Io): Promise<number> =>
  withAccess(configFile, io, async place => {
    const checked = checkedName(given.name, given.role)
    if (!checked.ok) return refuse(io, checked.error, EXIT.usage)
    const { name, role } = checked.value
    const status = await changeUsers(place, io, { action: 'userChanged', output: `${name}: ${role}` }, users => {
      const user = userOf(users, name)
      return user.ok ? ok(withUser(users, { ...user.value, role })) : user
    })
    if (status === EXIT.fine) writeLine(io.stdout, `${name} is ${role}`)
    return status
  })

/** `vxscope user remove`: the user's sessions end. Gives the exit code. */
export const userRemoveCommand = (configFile: string, name: string, io: Io): Promise<number> =>
  withAccess(configFile, io, async place => {
    let left = true
    const status = await changeUsers(place, io, { action: 'userRemoved', output: name }, users => {
      const user = userOf(users, name)
      if (!user.ok) return user
      const after = without(users, name)
      left = needsLogin(after)
      return ok(after)
    })
    if (status !== EXIT.fine) return status
    writeLine(io.stdout, `Removed ${name}`)
    if (!left) writeLine(io.stderr, NOW_OPEN)
    return status
  })

/** `vxscope user list`. Gives the exit code. */
export const userListCommand = (configFile: string, io: Io): Promise<number> =>
  withAccess(configFile, io, async ({ files }) => {
    const read = await readUsers(files.users)
    if (!read.ok) return refuse(io, read.error, EXIT.usage)
    const columns: Column<User>[] = [
      { title: 'NAME', value: ({ name }) => name },
      { title: 'ROLE', value: ({ role }) => role },
      { title: 'SINCE', value: ({ since }) => since },
    ]
    io.stdout.write(renderTable(read.value.users, columns, styleOf(io)))
    return EXIT.fine
  })
