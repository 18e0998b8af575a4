import { open } from 'node:fs/promises'
// Its values by the default export: ssh2 is CommonJS, of which Node itself sees only some names.
import ssh2, { type ParsedKey } from 'ssh2'
import { systemCode } from './node-error'

/** A key file: what can be offered, and why it can't where it can't. */
export interface Identity {
  file: string
  /** The private key, ready to sign. */
  key: ParsedKey | null
  /** The public key in wire form, also of an encrypted key where it is in the clear: to find it in the agent. */
  publicKey: Buffer | null
  problem: 'missing' | 'unreadable' | 'encrypted' | 'invalid' | null
  /** For people: what is wrong, with the file's name. */
  note: string | null
}

const LARGEST = 64 * 1024

const readBounded = async (file: string): Promise<Buffer> => {
  const handle = await open(file, 'r')
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(LARGEST), 0, LARGEST, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const parseOne = (text: Buffer | string): ParsedKey | null => {
  const parsed: unknown = ssh2.utils.parseKey(text)
  const key: unknown = Array.isArray(parsed) ? parsed[0] : parsed
  return isParsedKey(key) ? key : null
}

const isParsedKey = (key: unknown): key is ParsedKey =>
  typeof key === 'object' && key !== null && !(key instanceof Error) && 'getPublicSSH' in key

const OPENSSH_MAGIC = Buffer.from('openssh-key-v1\0')

/** The fields of an OpenSSH private key file that are always in the clear (OpenSSH PROTOCOL.key): cipher name and public key. */
const readOpensshEnvelope = (text: string): { cipher: string; publicKey: Buffer } | null => {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(text)?.[1]
  const bytes = Buffer.from(body ?? '', 'base64')
  if (!bytes.subarray(0, OPENSSH_MAGIC.length).equals(OPENSSH_MAGIC)) return null
  let at = OPENSSH_MAGIC.length
  const field = (): Buffer | null => {
    if (at + 4 > bytes.length) return null
    const end = at + 4 + bytes.readUInt32BE(at)
    const value = end <= bytes.length ? bytes.subarray(at + 4, end) : null
    at = end
    return value
  }
  const [cipher] = [field(), field(), field()]
  at += 4
  const publicKey = field()
  return cipher && publicKey ? { cipher: cipher.toString('latin1'), publicKey } : null
}

const isEncryptedPem = (text: string) =>
  /^Proc-Type: 4,ENCRYPTED/m.test(text) || text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')

/** Reads one key file. Never throws; a passphrase is never asked for, an encrypted key is used by way of the agent. */
export const readIdentity = async (file: string): Promise<Identity> => {
  const nothing = { file, key: null, publicKey: null }
  let text: string
  try {
    text = (await readBounded(file)).toString('latin1')
  } catch (error) {
    const code = systemCode(error)
    const problem = code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable'
    const note = problem === 'missing' ? `${file} does not exist` : `${file} can't be read (${code})`
    return { ...nothing, problem, note }
  }
  const envelope = readOpensshEnvelope(text)
  if ((envelope && envelope.cipher !== 'none') || isEncryptedPem(text)) {
    const beside = envelope ? null : await readBounded(`${file}.pub`).catch(() => null)
    const publicKey = envelope?.publicKey ?? (beside && parseOne(beside)?.getPublicSSH()) ?? null
    return {
      ...nothing,
      publicKey,
      problem: 'encrypted',
      note: `${file} is encrypted and vxscope asks for no passphrase`,
    }
  }
  const key = parseOne(text)
  if (!key) return { ...nothing, problem: 'invalid', note: `${file} holds no key in OpenSSH or PEM form` }
  // A public key alone is useful too: it tells which key of the agent to take.
  return { file, key: key.isPrivateKey() ? key : null, publicKey: key.getPublicSSH(), problem: null, note: null }
}
