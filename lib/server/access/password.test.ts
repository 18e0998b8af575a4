import { describe, expect, it } from 'vitest'
import { hashPassword, isPassword, PasswordHash } from './password'

describe('a password', () => {
  it('is kept so that nobody can read it, and known again', async () => {
    const kept = await hashPassword('correct horse battery')
    expect(PasswordHash.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
    expect(JSON.stringify(kept)).not.toContain('horse')
    expect(await isPassword('correct horse battery', kept)).toBe(true)
    expect(await isPassword('correct horse batterY', kept)).toBe(false)
  })

  it('is the same however its letters were typed', async () => {
    const kept = await hashPassword('stra\u00dfe caf\u00e9')
    expect(await isPassword('stra\u00dfe cafe\u0301', kept)).toBe(true)
  })

  it('has a salt of its own', async () => {
    const [one, other] = await Promise.all([hashPassword('the same words'), hashPassword('the same words')])
    expect(one.hash).not.toBe(other.hash)
  })

  it('fits nobody there is none of', async () => expect(await isPassword('', null)).toBe(false))

  it('is not hashed by parameters that would take all memory there is', () => {
    expect(PasswordHash.safeParse({ kdf: 'scrypt', N: 2 ** 24, r: 8, p: 1, salt: '', hash: '' }).success).toBe(false)
  })
})
