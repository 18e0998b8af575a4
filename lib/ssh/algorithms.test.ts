import { describe, expect, it } from 'vitest'
import { buildAlgorithms } from './algorithms'

describe('buildAlgorithms', () => {
  it('asks first for the kinds of host keys that are known, an RSA key by its three signatures', () => {
    expect(buildAlgorithms(['ssh-rsa']).serverHostKey).toEqual([
      'rsa-sha2-512',
      'rsa-sha2-256',
      'ssh-rsa',
      'ssh-ed25519',
      'ecdsa-sha2-nistp256',
      'ecdsa-sha2-nistp384',
      'ecdsa-sha2-nistp521',
    ])
  })

  it('offers a kind it does not know of to nobody', () => {
    expect(buildAlgorithms(['ssh-dss', 'sk-ssh-ed25519@openssh.com']).serverHostKey).toEqual(
      buildAlgorithms([]).serverHostKey,
    )
  })

  it('offers SHA-1 last and what is broken not at all', () => {
    const { kex, cipher, hmac, serverHostKey } = buildAlgorithms([])
    const lists = [kex, hmac, serverHostKey].map(list => (Array.isArray(list) ? list : []))
    expect(lists.map(list => list.at(-1))).toEqual(['diffie-hellman-group14-sha1', 'hmac-sha1', 'ssh-rsa'])
    expect(JSON.stringify([kex, cipher, hmac, serverHostKey])).not.toMatch(/dss|cbc|arcfour|md5|group1-/)
  })
})
