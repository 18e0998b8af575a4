import type { NodeError } from '@/lib/model/error'
import type { HostKeyTrust } from './host-key-trust'
import { hostKeyPlace } from './host-key-trust'
import type { HostKeyVerdict } from './known-hosts'
import { nodeError } from './node-error'
import type { SshTarget } from './target'

/** Whether a host's key is trusted; null: yes. */
export const refuseHostKey = (target: SshTarget, key: Buffer, trust: HostKeyTrust): NodeError | null => {
  const { host, port } = hostKeyPlace(target)
  const verdict = trust.check(host, port, key, target.knownHostsFiles ?? undefined)
  return verdict.verdict === 'trusted' ? null : hostKeyError(target, verdict)
}

const hostKeyError = (target: SshTarget, verdict: Exclude<HostKeyVerdict, { verdict: 'trusted' }>): NodeError => {
  const place = `${target.host}:${target.port}`
  const trust = `vxscope trust ${target.name}`
  if (verdict.verdict === 'revoked') {
    return nodeError(
      'hostKeyChanged',
      `the host key that ${place} offers is revoked: ${verdict.fingerprint}, marked @revoked at ${verdict.where}`,
      'Somebody declared this key compromised: do not log in there. Give the host a new key, then trust that one.',
    )
  }
  if (verdict.verdict === 'changed') {
    return nodeError(
      'hostKeyChanged',
      `the host key of ${place} has CHANGED: it offers ${verdict.fingerprint}, expected was ${verdict.expected.join(' or ')} (${verdict.where})`,
      `Either the host was set up anew, or somebody stands in between. Compare the offered fingerprint with the host's own (on its console: ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub). Only if it is right: ${trust}. ` +
        `The old key stands at ${verdict.where}; if that is your own known_hosts, take it out with ${removal(target)}.`,
    )
  }
  const others = verdict.others
    ? ` Keys of other kinds are known for this host: ${verdict.others.join(', ')}. A host that shows another kind may be another host.`
    : ''
  const authority = verdict.certAuthority
    ? ` The @cert-authority at ${verdict.certAuthority} is not used: host certificates are not supported.`
    : ''
  return nodeError(
    'hostKeyUnknown',
    `the host key of ${place} is not known: ${verdict.fingerprint}`,
    `Compare the fingerprint with the host's own, then run: ${trust}.${others}${authority}`,
  )
}

const removal = (target: SshTarget) => {
  const { host, port } = hostKeyPlace(target)
  return port === 22 ? `ssh-keygen -R ${host}` : `ssh-keygen -R '[${host}]:${port}'`
}
