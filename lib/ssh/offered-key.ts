import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { fingerprint, keyAlgorithm } from './fingerprint'
import { type HostKeyTrust, hostKeyPlace } from './host-key-trust'
import { type HostKeyVerdict, knownHostName } from './known-hosts'
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

export interface OfferedKeyOptions {
  trust: HostKeyTrust
  limits?: Partial<SshLimits>
  signal?: AbortSignal
  /** The target was reached: a connection to its port stands. */
  onReached?(): void
}

/**
 * The host key a target shows, seen on the way to a login that isn't made. Jump hosts before it are logged in to, so their
 * keys must be trusted already.
 */
export const readOfferedKey = async (
  target: SshTarget,
  options: OfferedKeyOptions,
): Promise<Result<OfferedKey, NodeError>> => {
  let offered: OfferedKey | null = null
  const seen = nodeError('hostKeyUnknown', 'only the key was asked for', '')
  const session = await openSession(target, {
    trust: options.trust,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    signal: options.signal ?? new AbortController().signal,
    onPhase: phase => phase === 'handshake' && options.onReached?.(),
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

/** What is known of a key that a target offered. */
export const verdictOn = (trust: HostKeyTrust, target: SshTarget, offered: OfferedKey): HostKeyVerdict => {
  const { host, port } = hostKeyPlace(target)
  const key = Buffer.from(offered.line.split(' ')[2] ?? '', 'base64')
  return trust.check(host, port, key, target.knownHostsFiles ?? undefined)
}

/**
 * The hosts whose keys must be trusted to reach a target, the nearest first and the target last, each as a target of its
 * own: what `vxscope trust` goes through.
 */
export const hopsOf = (target: SshTarget): SshTarget[] =>
  [...target.jumps, target].map((hop, index) => ({ ...hop, jumps: target.jumps.slice(0, index) }))
