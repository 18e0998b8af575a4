import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { fingerprint, keyAlgorithm } from './fingerprint'
import { type HostKeyTrust, hostKeyPlace } from './host-key-trust'
import { knownHostName } from './known-hosts'
import { DEFAULT_LIMITS, type SshLimits } from './login'
import { nodeError } from './node-error'
import { openSession } from './session'
import type { SshTarget } from './target'

export interface OfferedKey {
  algorithm: string
  fingerprint: string
  /** As it would stand in known_hosts. */
  line: string
}

/**
 * The host key a target shows, seen on the way to a login that isn't made. Jump hosts before it are logged in to, so their
 * keys must be trusted already.
 */
export const readOfferedKey = async (
  target: SshTarget,
  options: { trust: HostKeyTrust; limits?: Partial<SshLimits>; signal?: AbortSignal },
): Promise<Result<OfferedKey, NodeError>> => {
  let offered: OfferedKey | null = null
  const seen = nodeError('hostKeyUnknown', 'only the key was asked for', '')
  const session = await openSession(target, {
    trust: options.trust,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    signal: options.signal ?? new AbortController().signal,
    judge: key => {
      const { host, port } = hostKeyPlace(target)
      const algorithm = keyAlgorithm(key) ?? 'unknown'
      const line = `${knownHostName(host, port)} ${algorithm} ${key.toString('base64')}`
      offered = { algorithm, fingerprint: fingerprint(key), line }
      return seen
    },
  })
  if (session.ok) session.value.destroy()
  if (offered) return ok(offered)
  return fail(session.ok ? seen : session.error)
}

/**
 * The hosts whose keys must be trusted to reach a target, the nearest first and the target last, each as a target of its
 * own: what `vxscope trust` goes through.
 */
export const hopsOf = (target: SshTarget): SshTarget[] =>
  [...target.jumps, target].map((hop, index) => ({ ...hop, jumps: target.jumps.slice(0, index) }))
