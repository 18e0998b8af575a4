import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuthContext } from 'ssh2'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '@/lib/model/result'
import { nodeError } from './node-error'
import { startAgent } from './test-agent'
import { afterwards, connectTo, errorOf, RUN } from './test-harness'
import { newEd25519 } from './test-keys'

const SECRET = 'correct horse'
const password = async () => ok(SECRET)

const byPassword = (context: AuthContext) =>
  context.method === 'password' && context.password === SECRET ? context.accept() : context.reject(['password'])

const byKey = (...keys: { public: string }[]) => {
  const accepted = keys.map(key => key.public.split(' ')[1])
  return (context: AuthContext) =>
    context.method === 'publickey' && accepted.includes(context.key.data.toString('base64'))
      ? context.accept()
      : context.reject(['publickey'])
}

const keyFile = async (text: string) => {
  const folder = await mkdtemp(join(tmpdir(), 'vxscope-id-'))
  afterwards(() => rm(folder, { recursive: true }))
  const file = join(folder, 'id')
  await writeFile(file, text, { mode: 0o600 })
  return file
}

const named = (...files: string[]) => ({
  identityFiles: files,
  requiredIdentityFiles: files,
  identitiesNamed: true,
})

describe('a password', () => {
  it('logs in', async () => {
    const { connection } = await connectTo({ authenticate: byPassword }, {}, { password })
    expect((await connection.run('x', RUN)).ok).toBe(true)
  })

  it('answers the one question of keyboard-interactive', async () => {
    const authenticate = (context: AuthContext) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
      context.prompt([{ prompt: 'Password: ', echo: false }], answers =>
        answers[0] === SECRET ? context.accept() : context.reject(['keyboard-interactive']),
      )
    }
    const { connection } = await connectTo({ authenticate }, {}, { password })
    expect((await connection.run('x', RUN)).ok).toBe(true)
  })

  it('is not given as the answer to another question', async () => {
    const seen: string[][] = []
    const authenticate = (context: AuthContext) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
      context.prompt([{ prompt: 'Your code, shown: ', echo: true }], answers => {
        seen.push(answers)
        context.reject(['keyboard-interactive'])
      })
    }
    const { connection } = await connectTo({ authenticate }, {}, { password })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('auth')
    expect(seen.flat()).toEqual([])
  })

  it('that is wrong is auth, and stands in no error', async () => {
    const { connection } = await connectTo(
      { authenticate: byPassword },
      {},
      { password: async () => ok('wrong secret') },
    )
    const failed = errorOf(await connection.run('x', RUN))
    expect(failed).toMatchObject({ code: 'auth', message: expect.stringContaining('tried: password') })
    expect(JSON.stringify(failed)).not.toContain('wrong secret')
  })

  it('is not sent to a server that takes keys only', async () => {
    const methods: string[] = []
    const authenticate = (context: AuthContext) => {
      methods.push(context.method)
      context.reject(['publickey'])
    }
    const { connection } = await connectTo({ authenticate }, {}, { password })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('auth')
    expect(methods).toEqual(['none'])
  })

  it('that can not be had gives the reason', async () => {
    const missing = nodeError('config', 'the environment variable OLD_PW is not set', 'Set it.')
    const { connection } = await connectTo({ authenticate: byPassword }, {}, { password: async () => fail(missing) })
    expect(errorOf(await connection.run('x', RUN))).toEqual(missing)
  })
})

describe('an identity file', () => {
  it('logs in', async () => {
    const key = newEd25519()
    const { connection } = await connectTo({ authenticate: byKey(key) }, {}, named(await keyFile(key.private)))
    expect((await connection.run('x', RUN)).ok).toBe(true)
  })

  it('that the server does not know is auth, with what it takes', async () => {
    const file = await keyFile(newEd25519().private)
    const { connection } = await connectTo({ authenticate: byKey() }, {}, named(file))
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'auth',
      message: `ops@127.0.0.1 was refused; tried: ${file}; the server takes: publickey`,
    })
  })

  it('that does not exist is config when nothing else lets in', async () => {
    const { connection } = await connectTo({ authenticate: byKey() }, {}, named('/nowhere/id'))
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'config',
      message: expect.stringContaining('/nowhere/id does not exist'),
    })
  })

  it('that let in is told', async () => {
    const key = newEd25519()
    const file = await keyFile(key.private)
    const { connection } = await connectTo({ authenticate: byKey(key) }, {}, named('/nowhere/id', file))
    expect(await connection.ready()).toEqual({ ok: true, value: { by: file } })
  })

  it('that does not exist does not keep the password from working', async () => {
    const { connection } = await connectTo({ authenticate: byPassword }, {}, { ...named('/nowhere/id'), password })
    expect((await connection.run('x', RUN)).ok).toBe(true)
  })

  it('that is no key is config', async () => {
    const file = await keyFile('hello')
    const { connection } = await connectTo({ authenticate: byKey() }, {}, named(file))
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'config',
      message: expect.stringContaining(`${file} holds no key`),
    })
  })

  it('that is encrypted asks for an agent', async () => {
    const key = newEd25519({ passphrase: 'x', cipher: 'aes256-ctr', rounds: 1 })
    const file = await keyFile(key.private)
    const { connection } = await connectTo({ authenticate: byKey(key) }, {}, named(file))
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'auth',
      message: expect.stringContaining(`${file} is encrypted`),
      hint: expect.stringContaining(`ssh-add ${file}`),
    })
  })

  it('nobody named is not spoken of', async () => {
    const { connection } = await connectTo({ authenticate: byKey() }, {}, { identityFiles: ['/nowhere/id_rsa'] })
    expect(errorOf(await connection.run('x', RUN)).message).toBe(
      'ops@127.0.0.1 was refused; there was nothing to log in with; the server takes: publickey',
    )
  })
})

describe('an agent', () => {
  it('logs in with a key it holds', async () => {
    const key = newEd25519()
    const agent = await startAgent([key])
    const { connection } = await connectTo({ authenticate: byKey(key) }, {}, { agent })
    expect(await connection.run('x', RUN)).toMatchObject({ ok: true })
  })

  it('offers the named key first, though that file is encrypted, and the named files before its other keys', async () => {
    const encrypted = newEd25519({ passphrase: 'x', cipher: 'aes256-ctr', rounds: 1 })
    const [other, plain] = [newEd25519(), newEd25519()]
    const file = await keyFile(encrypted.private)
    const agent = await startAgent([other, { private: encrypted.private, public: encrypted.public, passphrase: 'x' }])
    const offered: string[] = []
    const authenticate = (context: AuthContext) => {
      if (context.method === 'publickey') offered.push(context.key.data.toString('base64'))
      context.reject(['publickey'])
    }
    const target = { agent, ...named(file, await keyFile(plain.private)) }
    const { connection } = await connectTo({ authenticate }, {}, target)
    await connection.run('x', RUN)
    expect(offered).toEqual([encrypted, plain, other].map(key => key.public.split(' ')[1]))
  })

  it('offers nothing but named keys where IdentitiesOnly is set', async () => {
    const key = newEd25519()
    const agent = await startAgent([key])
    const { connection } = await connectTo({ authenticate: byKey(key) }, {}, { agent, identitiesOnly: true })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('auth')
  })

  it('that is not there does not keep other ways from working', async () => {
    const { connection } = await connectTo({ authenticate: byPassword }, {}, { agent: '/nowhere/agent', password })
    expect((await connection.run('x', RUN)).ok).toBe(true)
  })

  it('that is not there is named when nothing else lets in', async () => {
    const { connection } = await connectTo({ authenticate: byKey() }, {}, { agent: '/nowhere/agent' })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'auth',
      message: expect.stringContaining('Failed to connect to agent'),
    })
  })
})
