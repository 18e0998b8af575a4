import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprint } from './fingerprint'
import { checkHostKey, knownAlgorithms, knownHostName, parseKnownHosts } from './known-hosts'

// Keys, fingerprints and hashed names as ssh-keygen (OpenSSH 9.2) made them.
const A = 'AAAAC3NzaC1lZDI1NTE5AAAAIAbV3LyAEMx9ABzgzlF5/IGEy7TbUiHGvW0LsXNJD4+R'
const B = 'AAAAC3NzaC1lZDI1NTE5AAAAIP03j/MeQNYDB71fKaTYP8aWS2lKBdGusJE4Aq5GQ69R'
const R =
  'AAAAB3NzaC1yc2EAAAADAQABAAABAQCligJXnFcxOQncMBJEQy9IONmYtIlyY7BXB74wVfmlltNTiJPkstxiT4rO5hobmBT/kxvS9KQtqRgvFZ0euBPeFmZw2ZHSy5i6kDWxx1YtRu2TzpbeO0+yNmP3GWsE7BMCzN9iF+4DMXIvc9I5HLobNn5wRD4Vse2xg7IIU+aEb73mZFZMUCdb02tX4b0wfDsBHTbJpUJX43HHuWzc1KyEAXORZdC3R9PuyY+VF9zyrBmJo7fsV1BEsyhIR1CYlVZsXQwWc3v617sLVzXdWNqFO1iG+EZr4lTirjUuYE7q9ZE6wXAoUAVIGnBc6Nj4xeIkl7BkaUIPsaZ/psOgyWk1'
const A_PRINT = 'SHA256:Ai+6zO8Ad9uDQQowIn2ZlLatFVqD4bqCXh0K6Ysz128'
const B_PRINT = 'SHA256:MJJMs9zkX9GbqjGRqhYh2LHGj5V6Y6TFST++kyYiu14'
const R_PRINT = 'SHA256:1osWMuSWBpqtGT7mZM1dNBcNhSK8HAyUN7AiD1t/Lrk'
const HASHED = `|1|DtXfaors/6xUwWqsVFIytI5t/g4=|v3rRfVK3JoPamuAs6/DvHtJ6WOQ= ssh-ed25519 ${A}
|1|G1yXva7xgHmunEL+M/qyjJGc3U4=|uelgs6ZhLXzJMe84fuH1HPz/EyY= ssh-ed25519 ${B}
`

const bytes = (key: string) => Buffer.from(key, 'base64')
const check = (text: string, key: string, host = '10.0.0.254', port = 22) =>
  checkHostKey(parseKnownHosts('kh', text).entries, host, port, bytes(key))

describe('fingerprint', () => {
  it.each([
    [A, A_PRINT],
    [B, B_PRINT],
    [R, R_PRINT],
  ])('is what ssh-keygen -l prints', (key, expected) => {
    expect(fingerprint(bytes(key))).toBe(expected)
  })
})

describe('checkHostKey', () => {
  it.each([
    ['plain', `10.0.0.254 ssh-ed25519 ${A} comment`],
    ['in a comma list', `vyos01,10.0.0.254 ssh-ed25519 ${A}`],
    ['wildcard', `10.0.0.* ssh-ed25519 ${A}`],
    ['hashed', HASHED],
    ['after comments and blank lines', `# mine\n\n   \n10.0.0.254\tssh-ed25519  ${A}\r\n`],
    ['second key of the same kind', `10.0.0.254 ssh-ed25519 ${B}\n10.0.0.254 ssh-ed25519 ${A}`],
  ])('trusts a key that stands there: %s', (_, text) => {
    expect(check(text, A)).toEqual({ verdict: 'trusted' })
  })

  it('takes [host]:port, hashed or not, for that port alone', () => {
    expect(check(HASHED, B, '127.0.0.1', 2201)).toEqual({ verdict: 'trusted' })
    expect(check(`[127.0.0.1]:2201 ssh-ed25519 ${B}`, B, '127.0.0.1', 2202).verdict).toBe('unknown')
  })

  it('trusts the same key written without the port, as ssh does, and calls no other key changed by it', () => {
    expect(check(`127.0.0.1 ssh-ed25519 ${A}`, A, '127.0.0.1', 2201)).toEqual({ verdict: 'trusted' })
    expect(check(`127.0.0.1 ssh-ed25519 ${A}`, B, '127.0.0.1', 2201).verdict).toBe('unknown')
  })

  it('calls another key of the same kind changed, with what was expected and where', () => {
    expect(check(`# first\n10.0.0.254 ssh-ed25519 ${A}`, B)).toEqual({
      verdict: 'changed',
      fingerprint: B_PRINT,
      expected: [A_PRINT],
      where: 'kh:2',
    })
  })

  it('leaves a key unknown of which only other kinds are known, and names those', () => {
    expect(check(`10.0.0.254 ssh-rsa ${R}`, A)).toEqual({
      verdict: 'unknown',
      fingerprint: A_PRINT,
      others: [`ssh-rsa ${R_PRINT} (kh:1)`],
    })
  })

  it('obeys a negated name', () => {
    expect(check(`10.0.0.*,!10.0.0.254 ssh-ed25519 ${A}`, A)).toEqual({ verdict: 'unknown', fingerprint: A_PRINT })
  })

  it('refuses a revoked key though another line trusts it', () => {
    expect(check(`10.0.0.254 ssh-ed25519 ${A}\n@revoked * ssh-ed25519 ${A}`, A)).toEqual({
      verdict: 'revoked',
      fingerprint: A_PRINT,
      where: 'kh:2',
    })
  })

  it('uses no certificate authority, and says so', () => {
    expect(check(`@cert-authority 10.* ssh-ed25519 ${A}`, A)).toEqual({
      verdict: 'unknown',
      fingerprint: A_PRINT,
      certAuthority: 'kh:1',
    })
  })

  it('never trusts a key that no line holds', () => {
    const field = fc.constantFrom(
      '10.0.0.254',
      '*',
      '@revoked',
      '@x',
      'ssh-ed25519',
      'ssh-rsa',
      B,
      R,
      '|1|a|b',
      '!*',
      '#',
      '"',
    )
    const line = fc.array(field, { maxLength: 5 }).map(fields => fields.join(' '))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), lines => {
        expect(check(lines.join('\n'), A).verdict).not.toBe('trusted')
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})

describe('parseKnownHosts', () => {
  it.each([
    ['10.0.0.254 ssh-ed25519', 'kh:1: not "host algorithm key"'],
    [`10.0.0.254 ssh-rsa ${A}`, `kh:1: the key isn't one of kind "ssh-rsa"`],
    ['10.0.0.254 ssh-ed25519 %%%', `kh:1: the key isn't one of kind "ssh-ed25519"`],
    ['host 1024 35 1234567', `kh:1: the key isn't one of kind "1024"`],
    [`@trusted * ssh-ed25519 ${A}`, 'kh:1: a marker other than @revoked and @cert-authority'],
  ])('leaves a bad line out with a note: %s', (line, note) => {
    const known = parseKnownHosts('kh', `${line}\n10.0.0.254 ssh-ed25519 ${A}`)
    expect(known.notes).toEqual([note])
    expect(known.entries).toHaveLength(1)
  })
})

describe('knownAlgorithms', () => {
  it('names the kinds of keys known for a host, and no marked ones', () => {
    const text = `10.0.0.254 ssh-rsa ${R}\n10.0.0.254 ssh-ed25519 ${A}\n@revoked * ssh-ed25519 ${B}\nother ssh-ed25519 ${B}`
    expect(knownAlgorithms(parseKnownHosts('kh', text).entries, '10.0.0.254', 22)).toEqual(['ssh-rsa', 'ssh-ed25519'])
  })
})

describe('knownHostName', () => {
  it('is bare on port 22 and in lower case', () => {
    expect([knownHostName('Leaf7', 22), knownHostName('FE80::1', 2201)]).toEqual(['leaf7', '[fe80::1]:2201'])
  })
})
