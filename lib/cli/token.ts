import { fail, ok, type Result } from '@/lib/model/result'
import { readUsers } from '@/lib/server/access/files'
import { digestToken, newToken, type Token, type Users, whyTaken } from '@/lib/server/access/users'
import { changeUsers, refuse, withAccess } from './access-context'
import { EXIT, type Io, writeLine } from './io'
import { type Column, renderTable, styleOf } from './table'
import { checkedName } from './user'

const DAY_MS = 86_400_000
const MOST_DAYS = 3660

const expiryOf = (days: string | undefined, now: number): Result<string | null, string> => {
  if (days === undefined) return ok(null)
  const count = Number(days)
  return /^\d{1,4}$/.test(days) && count >= 1 && count <= MOST_DAYS
    ? ok(new Date(now + count * DAY_MS).toISOString())
    : fail(`--days ${days}: expected a whole number from 1 to ${MOST_DAYS}`)
}

const has = ({ tokens }: Users, name: string): boolean => tokens.some(token => token.name === name)

/** `vxscope token add`: makes a token and shows it, this once. Gives the exit code. */
export const tokenAddCommand = (
  configFile: string,
  given: { name: string; role: string; days?: string },
  io: Io,
): Promise<number> =>
  withAccess(configFile, io, async place => {
    const checked = checkedName(given.name, given.role)
    if (!checked.ok) return refuse(io, checked.error, EXIT.usage)
    const expires = expiryOf(given.days, Date.now())
    if (!expires.ok) return refuse(io, expires.error, EXIT.usage)
    const { name, role } = checked.value
    const secret = newToken()
    const since = new Date().toISOString()
    const token: Token = { name, role, since, expires: expires.value, sha256: digestToken(secret) }
    const status = await changeUsers(place, io, { action: 'tokenAdded', output: `${name}, ${role}` }, users => {
      const why = whyTaken(users, name)
      if (why !== null) return fail(why)
      return ok({ ...users, tokens: [...users.tokens, token].sort((a, b) => a.name.localeCompare(b.name)) })
    })
    if (status !== EXIT.fine) return status
    writeLine(io.stdout, secret)
    writeLine(io.stderr, `Token ${name}, ${role}. It is not shown again. Send it as: Authorization: Bearer TOKEN`)
    return status
  })

/** `vxscope token remove`: it is refused from now on. Gives the exit code. */
export const tokenRemoveCommand = (configFile: string, name: string, io: Io): Promise<number> =>
  withAccess(configFile, io, async place => {
    const status = await changeUsers(place, io, { action: 'tokenRemoved', output: name }, users =>
      has(users, name)
        ? ok({ ...users, tokens: users.tokens.filter(token => token.name !== name) })
        : fail(`There is no token ${name}.`),
    )
    if (status === EXIT.fine) writeLine(io.stdout, `Removed ${name}`)
    return status
  })

/** `vxscope token list`. Gives the exit code. */
export const tokenListCommand = (configFile: string, io: Io): Promise<number> =>
  withAccess(configFile, io, async ({ files }) => {
    const read = await readUsers(files.users)
    if (!read.ok) return refuse(io, read.error, EXIT.usage)
    const columns: Column<Token>[] = [
      { title: 'NAME', value: ({ name }) => name },
      { title: 'ROLE', value: ({ role }) => role },
      { title: 'SINCE', value: ({ since }) => since },
      { title: 'EXPIRES', value: ({ expires }) => expires ?? 'never' },
    ]
    io.stdout.write(renderTable(read.value.tokens, columns, styleOf(io)))
    return EXIT.fine
  })
