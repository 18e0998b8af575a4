import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from '@/lib/history'
import { AuditQuery } from '@/lib/model/audit'
import { isPassword } from '@/lib/server/access/password'
import { findToken, parseUsers } from '@/lib/server/access/users'
import { main } from './main'
// Else loaded when they are asked for first, within a test's time.
import './token'
import './user'
import { createTestIo } from './test-io'

const PASSWORD = 'correct horse battery'
let home = ''
let config = ''

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'vxscope-user-'))
  config = path.join(home, 'vxscope.yaml')
})
afterEach(() => rmSync(home, { recursive: true }))

const run = async (words: string[], typed = `${PASSWORD}\n`, tty = false) => {
  const { io, stdout, stderr } = createTestIo({ home, typed, tty })
  const status = await main(['--config', config, ...words], io)
  return { status, stdout: stdout(), stderr: stderr() }
}

const file = () => path.join(home, 'vxscope.access/users.json')

const users = () => {
  const parsed = parseUsers(readFileSync(file(), 'utf8'))
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

const audited = async () => {
  const history = await openHistory({ file: path.join(home, 'vxscope.history/history.db'), now: Date.now })
  if (!history.ok) throw new Error(history.error.message)
  const page = await history.value.auditEntries(AuditQuery.parse({}))
  await history.value.close()
  return page.ok ? page.value.entries : []
}

describe('vxscope user', () => {
  it('adds a user in a file that nobody else may read', async () => {
    expect(await run(['user', 'add', 'ana', '--role', 'admin'])).toMatchObject({
      status: 0,
      stdout: 'Added ana, admin\n',
    })
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(statSync(path.dirname(file())).mode & 0o777).toBe(0o700)
    const [ana] = users().users
    expect(ana).toMatchObject({ name: 'ana', role: 'admin' })
    expect(await isPassword(PASSWORD, ana?.password ?? null)).toBe(true)
    expect(readFileSync(file(), 'utf8')).not.toContain('horse')
  })

  it('asks twice on a terminal, and shows nothing of what is typed', async () => {
    const asked = await run(['user', 'add', 'ana'], `${PASSWORD}\n${PASSWORD}\n`, true)
    expect(asked).toMatchObject({ status: 0, stdout: 'Password: \nOnce more: \nAdded ana, viewer\n' })
    const differ = await run(['user', 'add', 'ben'], `${PASSWORD}\nanother one\n`, true)
    expect(differ).toMatchObject({ status: 2, stderr: 'The two differ.\n' })
  })

  it('changes password and role, and ends what was begun by the old password', async () => {
    await run(['user', 'add', 'ana'])
    const before = users().users[0]
    expect(await run(['user', 'role', 'ana', 'operator'])).toMatchObject({ status: 0, stdout: 'ana is operator\n' })
    expect(users().users[0]).toEqual({ ...before, role: 'operator' })
    expect((await run(['user', 'password', 'ana'], 'quite another one\n')).status).toBe(0)
    const after = users().users[0]
    expect(await isPassword('quite another one', after?.password ?? null)).toBe(true)
    expect(after?.version).not.toBe(before?.version)
  })

  it('removes a user, and says what no user means', async () => {
    await run(['user', 'add', 'ana'])
    const removed = await run(['user', 'remove', 'ana'])
    expect(removed).toMatchObject({ status: 0, stderr: expect.stringContaining('There are no users left') })
    expect(users().users).toEqual([])
  })

  it.each([
    ['a name that is taken', ['add', 'ana'], `${PASSWORD}\n`, 1, 'There is a user ana already'],
    ['a name in other letters', ['add', 'Ana'], `${PASSWORD}\n`, 2, 'expected a name of lower-case letters'],
    [
      'a name that looks like another',
      ['add', '\u0430na'],
      `${PASSWORD}\n`,
      2,
      'expected a name of lower-case letters',
    ],
    ['a name that means nobody', ['add', 'local'], `${PASSWORD}\n`, 2, 'another name than local or unknown'],
    ['a role there is none of', ['add', 'ben', '--role', 'root'], `${PASSWORD}\n`, 2, 'viewer, operator, admin'],
    ['a short password', ['add', 'ben'], 'short\n', 2, 'at least 10 characters'],
    ['a password nobody types', ['add', 'ben'], `${'x'.repeat(5000)}\n`, 2, 'at most 256 characters'],
    ['no password', ['add', 'ben'], '', 2, 'No password was given'],
    ['a user there is none of', ['remove', 'ben'], '', 1, 'There is no user ben'],
    ['a password for nobody', ['password', 'ben'], `${PASSWORD}\n`, 1, 'There is no user ben'],
  ])('refuses %s', async (_, words, typed, status, said) => {
    await run(['user', 'add', 'ana'])
    const before = readFileSync(file(), 'utf8')
    expect(await run(['user', ...words], typed)).toMatchObject({ status, stderr: expect.stringContaining(said) })
    expect(readFileSync(file(), 'utf8')).toBe(before)
  })

  it('takes no password as an argument', async () =>
    expect((await run(['user', 'add', 'ana', PASSWORD])).status).toBe(2))

  it('touches no file that it does not understand', async () => {
    await run(['user', 'add', 'ana'])
    writeFileSync(file(), '{"users":[{}]}')
    expect(await run(['user', 'add', 'ben'])).toMatchObject({ status: 1, stderr: expect.stringContaining('users.0') })
    expect(readFileSync(file(), 'utf8')).toBe('{"users":[{}]}')
  })
})

describe('the names of users and tokens', () => {
  it('are each one’s: what was done is told by them', async () => {
    await run(['user', 'add', 'ana'])
    await run(['token', 'add', 'ci'])
    expect(await run(['token', 'add', 'ana'])).toMatchObject({ status: 1, stderr: 'There is a user ana already.\n' })
    expect(await run(['user', 'add', 'ci'])).toMatchObject({ status: 1, stderr: 'There is a token ci already.\n' })
  })

  it('are all there when several are added at once', async () => {
    const names = ['ana', 'ben', 'cat', 'dan']
    await Promise.all([
      ...names.map(name => run(['user', 'add', name])),
      ...names.map(name => run(['token', 'add', `${name}-ci`])),
    ])
    expect(users().users.map(({ name }) => name)).toEqual(names)
    expect(users().tokens.map(({ name }) => name)).toEqual(names.map(name => `${name}-ci`))
    expect(readdirSync(path.dirname(file()))).toEqual(['users.json'])
  })
})

describe('vxscope token', () => {
  it('shows a token once and keeps what it can be known by', async () => {
    const made = await run(['token', 'add', 'grafana', '--days', '30'])
    const secret = made.stdout.trim()
    expect(secret).toMatch(/^vxs_[\w-]{43}$/)
    expect(readFileSync(file(), 'utf8')).not.toContain(secret)
    expect(findToken(secret, users(), Date.now())).toMatchObject({ name: 'grafana', role: 'viewer' })
    expect(findToken(secret, users(), Date.now() + 31 * 86_400_000)).toBeNull()
    expect((await run(['token', 'list'])).stdout).toMatch(/^NAME .*\ngrafana +viewer /)
    expect((await run(['token', 'remove', 'grafana'])).status).toBe(0)
    expect(findToken(secret, users(), Date.now())).toBeNull()
  })
})

describe('the audit log', () => {
  it('has what was changed of users and tokens, and no secret', async () => {
    await run(['user', 'add', 'ana', '--role', 'admin'])
    const { stdout } = await run(['token', 'add', 'ci', '--role', 'operator'])
    await run(['user', 'remove', 'ana'])
    const entries = await audited()
    expect(entries.map(({ via, action, output }) => `${via} ${action} ${output}`)).toEqual([
      'cli userRemoved ana',
      'cli tokenAdded ci, operator',
      'cli userAdded ana, admin',
    ])
    expect(JSON.stringify(entries)).not.toContain(stdout.trim())
    expect(JSON.stringify(entries)).not.toContain('horse')
  })
})
