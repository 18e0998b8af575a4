import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readHostKeyTrust, trustKey } from './host-key-trust'
import { readOfferedKey } from './offered-key'
import type { SshTarget } from './target'
import { connect, errorOf, okOf, RUN } from './test-harness'
import { testTarget, trusting } from './test-server'

const SSHD = '/usr/sbin/sshd'

const freePort = () =>
  new Promise<number>(resolve => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

let folder = ''
let daemon: ChildProcess | null = null
let target: SshTarget
const own = () => join(folder, 'known_hosts')
const key = (name: string) => join(folder, name)
const makeKey = (name: string, ...kind: string[]) =>
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', '', '-f', key(name), ...kind])

/** An OpenSSH server of the test's own, on loopback, for the user who runs the test. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vxscope-sshd-'))
  makeKey('host_ed25519', '-t', 'ed25519')
  makeKey('host_rsa', '-t', 'rsa')
  makeKey('id', '-t', 'ed25519')
  makeKey('wrong', '-t', 'ed25519')
  const port = await freePort()
  await writeFile(
    key('sshd_config'),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${key('host_ed25519')}
HostKey ${key('host_rsa')}
PidFile none
AuthorizedKeysFile ${key('id.pub')}
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
MaxSessions 3
PrintMotd no
`,
  )
  // sshd wants its privilege separation folder, which a machine without a running sshd may lack.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  daemon = spawn(SSHD, ['-D', '-e', '-f', key('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  daemon.stderr?.on('data', chunk => said.push(String(chunk)))
  await vi.waitUntil(() => said.join('').includes('Server listening') || daemon?.exitCode !== null, { timeout: 10_000 })
  if (daemon.exitCode !== null) throw new Error(`sshd did not start: ${said.join('')}`)
  target = testTarget({ port, user: userInfo().username, ...named('id') })
})

afterAll(async () => {
  daemon?.kill('SIGTERM')
  await rm(folder, { recursive: true, force: true })
})

const named = (name: string) => ({
  identityFiles: [key(name)],
  requiredIdentityFiles: [key(name)],
  identitiesNamed: true,
})
const trusted = async () => {
  const trust = await readHostKeyTrust({ own: own(), user: [] })
  const offered = await readOfferedKey(target, { trust })
  await trustKey(own(), target, okOf(offered))
  return trust
}

/** Ten login shells at once take a busy machine many seconds. */
describe('OpenSSH', { timeout: 60_000 }, () => {
  it('offers the key whose fingerprint ssh-keygen prints, and is known to ssh-keygen in our file', async () => {
    const offered = okOf(await readOfferedKey(target, { trust: trusting() }))
    expect(execFileSync('ssh-keygen', ['-lf', key('host_ed25519.pub')], { encoding: 'utf8' })).toContain(
      offered.fingerprint,
    )
    await trusted()
    const found = execFileSync('ssh-keygen', ['-F', `[127.0.0.1]:${target.port}`, '-f', own()], { encoding: 'utf8' })
    expect(found).toContain(offered.line)
  })

  it('is believed by a file that ssh-keygen has hashed', async () => {
    await trusted()
    execFileSync('ssh-keygen', ['-H', '-f', own()], { stdio: 'ignore' })
    expect(readFileSync(own(), 'utf8')).toMatch(/^\|1\|/)
    const connection = connect(target, { trust: await readHostKeyTrust({ own: own(), user: [] }) })
    expect(await connection.run('true', RUN)).toMatchObject({ ok: true })
  })

  it('is asked for its RSA key where that is the known one', async () => {
    const line = `[127.0.0.1]:${target.port} ${readFileSync(key('host_rsa.pub'), 'utf8')}`
    const connection = connect(target, { trust: trusting(line) })
    expect(await connection.run('true', RUN)).toMatchObject({ ok: true })
  })

  it('runs a script from stdin, with output, error output and status', async () => {
    const connection = connect(target, { trust: await trusted() })
    const script = 'echo out\necho err >&2\nexit 7\n'
    expect(okOf(await connection.run('exec /bin/sh -s', { ...RUN, stdin: script }))).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      status: 7,
      signal: null,
      truncated: false,
    })
  })

  it('gives 127 for a command that is not there, and the signal that ended one', async () => {
    const connection = connect(target, { trust: await trusted() })
    expect(okOf(await connection.run('exec /no/such/command', RUN)).status).toBe(127)
    expect(okOf(await connection.run('kill -9 $$', RUN))).toMatchObject({ status: null, signal: 'SIGKILL' })
  })

  it('is given no more channels than its MaxSessions bears', async () => {
    const connection = connect(target, { trust: await trusted() })
    const outputs = await Promise.all(
      Array.from({ length: 10 }, () => connection.run('sleep 0.05; echo ok', { ...RUN, timeoutMs: 30_000 })),
    )
    expect(outputs.map(output => okOf(output).stdout)).toEqual(Array.from({ length: 10 }, () => 'ok\n'))
  })

  it('is left alone by a command that takes too long, and answers the next', async () => {
    const connection = connect(target, { trust: await trusted() })
    await connection.run('true', RUN)
    const failed = errorOf(await connection.run('echo begun; sleep 5', { ...RUN, timeoutMs: 3_000 }))
    expect(failed).toMatchObject({ code: 'timeout', message: expect.stringContaining('(6 bytes came)') })
    // Longer than the first command goes on on the node, where OpenSSH doesn't pass a signal on to root's commands.
    const next = await connection.run('sleep 3; echo next', { ...RUN, timeoutMs: 20_000 })
    expect(okOf(next).stdout).toBe('next\n')
  })

  it('is stopped when it prints without end', async () => {
    const connection = connect(target, { trust: await trusted() })
    expect(errorOf(await connection.run('exec yes', RUN)).code).toBe('outputTooLarge')
    expect(okOf(await connection.run('echo next', RUN)).stdout).toBe('next\n')
  })

  it('keeps a stream open, and ends the input of its command when the stream is closed', async () => {
    const connection = connect(target, { trust: await trusted() })
    let [heard, closed] = ['', 0]
    const stream = okOf(
      await connection.open('exec /bin/sh -c \'echo $$; while read -r x; do echo "<$x>"; done\'', {
        onStdout: chunk => {
          heard += chunk
        },
        onStderr: () => {},
        onClose: () => closed++,
      }),
    )
    stream.write('one\n')
    await vi.waitUntil(() => heard.includes('<one>'), { timeout: 10_000 })
    const shell = Number.parseInt(heard, 10)
    await stream.close()
    await vi.waitUntil(() => !existsSync(`/proc/${shell}`), { timeout: 10_000 })
    expect(closed).toBe(1)
  })

  it('refuses a wrong key as auth', async () => {
    const connection = connect({ ...target, ...named('wrong') }, { trust: await trusted() })
    expect(errorOf(await connection.run('true', RUN))).toMatchObject({
      code: 'auth',
      message: expect.stringContaining('the server takes: publickey'),
    })
  })

  it('ends a login with too many keys as auth, in its own words', async () => {
    const identityFiles = Array.from({ length: 8 }, (_, index) => `wrong${index}`)
    for (const name of identityFiles) if (!existsSync(key(name))) makeKey(name, '-t', 'ed25519')
    const many = { ...target, identityFiles: identityFiles.map(key), requiredIdentityFiles: [] }
    const connection = connect(many, { trust: await trusted() })
    expect(errorOf(await connection.run('true', RUN))).toMatchObject({
      code: 'auth',
      message: expect.stringContaining('Too many authentication failures'),
    })
  })

  it('passes a connection on as a jump host', async () => {
    const trust = await trusted()
    const connection = connect({ ...target, jumps: [{ ...target, name: 'bastion' }] }, { trust })
    expect(okOf(await connection.run('echo "$SSH_CONNECTION"', RUN)).stdout).toMatch(/^127\.0\.0\.1 /)
  })
})
