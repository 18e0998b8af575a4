import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readHostKeyTrust, trustKey } from './host-key-trust'
import { newEd25519 } from './test-keys'
import { testTarget } from './test-server'

let folder = ''
let own = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vxscope-trust-'))
  own = join(folder, 'deeper', 'known_hosts')
})
afterEach(() => rm(folder, { recursive: true }))

const newKey = () => {
  const [algorithm = '', encoded = ''] = newEd25519().public.split(' ')
  return { algorithm, encoded, bytes: Buffer.from(encoded, 'base64') }
}
const target = testTarget({ host: '10.0.0.9', port: 22 })
const lineOf = (host: string, key: ReturnType<typeof newKey>) => `${host} ${key.algorithm} ${key.encoded}`

describe('readHostKeyTrust', () => {
  it('sees a key as soon as it is trusted', async () => {
    const key = newKey()
    const trust = await readHostKeyTrust({ own, user: [] })
    expect(trust.check('10.0.0.9', 22, key.bytes).verdict).toBe('unknown')
    await trustKey(own, target, { line: lineOf('10.0.0.9', key) })
    expect(trust.check('10.0.0.9', 22, key.bytes).verdict).toBe('trusted')
    expect(trust.preferredAlgorithms('10.0.0.9', 22)).toEqual(['ssh-ed25519'])
  })

  it("reads the user's files, or those that ssh config names in their place", async () => {
    const key = newKey()
    const [usual, named] = [join(folder, 'usual'), join(folder, 'named')]
    await writeFile(named, lineOf('10.0.0.9', key))
    const trust = await readHostKeyTrust({ own, user: [usual] })
    expect(trust.check('10.0.0.9', 22, key.bytes).verdict).toBe('unknown')
    expect(trust.check('10.0.0.9', 22, key.bytes, [named]).verdict).toBe('trusted')
  })

  it('says which lines and files it can not use', async () => {
    const bad = join(folder, 'bad')
    await writeFile(bad, 'nonsense\n')
    const trust = await readHostKeyTrust({ own, user: [bad, folder] })
    expect(trust.notes()).toEqual([`${bad}:1: not "host algorithm key"`, `${folder}: can't be read (EISDIR)`])
  })
})

describe('trustKey', () => {
  it('puts a key in place of the older one of that host, and leaves the rest', async () => {
    const [older, newer, other] = [newKey(), newKey(), newKey()]
    await trustKey(own, target, { line: lineOf('10.0.0.9', older) })
    const before = `# by hand\n10.0.0.9,leaf9 ${older.algorithm} ${older.encoded}\n@revoked * ${other.algorithm} ${other.encoded}\n10.0.0.8 ${other.algorithm} ${other.encoded}\n`
    await writeFile(own, before)
    await trustKey(own, target, { line: lineOf('10.0.0.9', newer) })
    expect(await readFile(own, 'utf8')).toBe(
      `${before.replace('10.0.0.9,leaf9', 'leaf9')}${lineOf('10.0.0.9', newer)}\n`,
    )
  })

  it("keeps another port's key", async () => {
    const [first, second] = [newKey(), newKey()]
    await trustKey(own, { ...target, port: 2201 }, { line: lineOf('[10.0.0.9]:2201', first) })
    await trustKey(own, { ...target, port: 2202 }, { line: lineOf('[10.0.0.9]:2202', second) })
    expect((await readFile(own, 'utf8')).split('\n')).toHaveLength(3)
  })

  it('writes a file for its owner alone', async () => {
    await trustKey(own, target, { line: lineOf('10.0.0.9', newKey()) })
    expect((await stat(own)).mode & 0o777).toBe(0o600)
  })
})
