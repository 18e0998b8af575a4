import type { NodeError } from '@/lib/model/error'
import type { PlatformName } from '@/lib/model/inventory'
import type { Profile } from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import type { Answer, Query } from './script'

const VYOS_VERSION = '/opt/vyatta/etc/version'

/** Asked once per connection. A feature is found by asking for it, not by a release's name. */
export const PROBE: readonly Query[] = [
  { id: 'vyosVersion', argv: ['cat', VYOS_VERSION] },
  { id: 'osRelease', argv: ['cat', '/etc/os-release'] },
  { id: 'kernel', argv: ['uname', '-r'] },
  { id: 'ipVersion', argv: ['ip', '-V'] },
  { id: 'bridgeVersion', argv: ['bridge', '-V'] },
  { id: 'ipJson', argv: ['ip', '-j', 'link', 'show', 'dev', 'lo'] },
  { id: 'bridgeJson', argv: ['bridge', '-j', 'fdb', 'show', 'dev', 'lo'] },
  { id: 'bridgeVni', argv: ['bridge', 'vni', 'show'] },
]

const COMMAND_NOT_FOUND = 127

const answered = (answers: readonly Answer[], id: string): Answer | undefined =>
  answers.find(({ query }) => query.id === id)

const stdoutOf = (answers: readonly Answer[], id: string): string | null => {
  const answer = answered(answers, id)
  return answer?.status === 0 ? answer.stdout : null
}

/** `Version:      VyOS 1.1.7` up to 1.1, `Version: 1.3.2` from 1.2 on. */
const vyosVersion = (file: string | null): string | null => file?.match(/^Version:\s*(?:VyOS\s+)?(\S+)/m)?.[1] ?? null

/** One value of os-release(5): `NAME=value`, quoted or not. */
const osReleaseValue = (file: string | null, name: string): string | null => {
  const value = file?.match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1]?.trim()
  return value ? value.replace(/^(["'])(.*)\1$/, '$2') : null
}

/** `ip utility, iproute2-6.1.0, libbpf 1.1.0`, or `iproute2-ss131122` on releases before 5.x. */
const iproute2Release = (text: string | null): string | null => text?.match(/iproute2-([\w.+~-]+)/)?.[1] ?? null

const printable = (text: string | null): string | null => text?.replace(/\p{C}/gu, '').trim().slice(0, 120) || null

const missing = (command: string): NodeError => ({
  code: 'commandMissing',
  message: `no ${command} command`,
  hint: `Neither the user's PATH nor /usr/local/sbin, /usr/sbin and /sbin has "${command}". Install iproute2 on the node, or log in as a user who may run it.`,
})

/** The node's answers to `PROBE` → what it is and can do. `named` is the platform that the inventory names. */
export const parseProbe = (answers: readonly Answer[], named: PlatformName | null): Result<Profile, NodeError> => {
  for (const command of ['ip', 'bridge']) {
    if (answered(answers, `${command}Version`)?.status === COMMAND_NOT_FOUND) return fail(missing(command))
  }
  const osRelease = stdoutOf(answers, 'osRelease')
  const vyos = vyosVersion(stdoutOf(answers, 'vyosVersion'))
  const isVyos = vyos !== null || osReleaseValue(osRelease, 'ID') === 'vyos'
  return ok({
    platform: named ?? (isVyos ? 'vyos' : 'linux'),
    os: printable(vyos === null ? osReleaseValue(osRelease, 'PRETTY_NAME') : `VyOS ${vyos}`),
    kernel: printable(stdoutOf(answers, 'kernel')),
    iproute2: printable(iproute2Release(stdoutOf(answers, 'ipVersion'))),
    ipJson: stdoutOf(answers, 'ipJson')?.trimStart().startsWith('[') ?? false,
    bridgeJson: answered(answers, 'bridgeJson')?.status === 0,
    bridgeVni: answered(answers, 'bridgeVni')?.status === 0,
  })
}
