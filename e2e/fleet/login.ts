import type { AuthContext, ParsedKey } from 'ssh2'

export interface Login {
  user: string
  /** The one key that may log in; where there is a password, that alone may. */
  clientKey: ParsedKey
  password: string | null
}

/** Whether this attempt is let in. A public key without a signature is the client asking whether it would be. */
export const mayLogIn = (context: AuthContext, { user, clientKey, password }: Login): boolean => {
  if (context.username !== user) return false
  if (context.method === 'password') return password !== null && context.password === password
  if (context.method !== 'publickey' || password !== null) return false
  if (context.key.algo !== clientKey.type || !context.key.data.equals(clientKey.getPublicSSH())) return false
  const { blob, signature } = context
  return !blob || !signature || clientKey.verify(blob, signature, context.hashAlgo) === true
}

/** What sshd names as ways that can continue. */
export const waysIn = ({ password }: Login): ('password' | 'publickey')[] => [
  password === null ? 'publickey' : 'password',
]
