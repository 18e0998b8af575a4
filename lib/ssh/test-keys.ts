import ssh2 from 'ssh2'

export interface KeyPair {
  private: string
  public: string
}

const { generateKeyPairSync, parseKey } = ssh2.utils

/**
 * A key pair for tests and simulated nodes. ssh2 1.17 now and then writes an ed25519 key that it can't read itself
 * (some 4 in 1,000); such a one is made again.
 */
export const newEd25519 = (locked?: { passphrase: string; cipher: string; rounds: number }): KeyPair => {
  for (let tries = 0; tries < 20; tries += 1) {
    const pair = locked ? generateKeyPairSync('ed25519', locked) : generateKeyPairSync('ed25519')
    if (!(parseKey(pair.private, locked?.passphrase) instanceof Error)) return pair
  }
  throw new Error('no readable key in twenty tries')
}
