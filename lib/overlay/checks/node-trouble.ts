import type { ApiError } from '@/lib/model/error'
import type { Node } from '@/lib/model/overlay'
import type { Check, Draft } from './check'
import { nodeSubject } from './members'

/** What happened has no full stop of its own, what to do next is whole sentences. */
const verdictOf = (name: string, { message, hint }: ApiError): string =>
  hint === '' ? `${name}: ${message}` : `${name}: ${message.replace(/[.:]$/, '')}. ${hint}`

const said = ({ name, error }: Node): Draft[] =>
  error === null ? [] : [{ subject: nodeSubject(name), verdict: verdictOf(name, error), evidence: [] }]

export const nodeUnreachable: Check = {
  id: 'nodeUnreachable',
  severity: 'error',
  over: 'node',
  means: 'Nothing is known of a node that can’t be reached but what was read of it before.',
  how: 'SSH to it fails.',
  find: ({ nodes }, name) => {
    const node = nodes.get(name)
    return node?.status === 'unreachable' ? said(node) : []
  },
}

export const nodeRefused: Check = {
  id: 'nodeRefused',
  severity: 'error',
  over: 'node',
  means: 'A node that refuses our login, or whose host key we refuse, isn’t read.',
  how: 'SSH answers, and the login or the host key is refused.',
  find: ({ nodes }, name) => {
    const node = nodes.get(name)
    return node?.status === 'refused' ? said(node) : []
  },
}

export const readingFailed: Check = {
  id: 'readingFailed',
  severity: 'warning',
  over: 'node',
  means: 'What is shown of this node is as old as its last reading that went well.',
  how: 'The node is connected, and reading it fails.',
  find: ({ nodes }, name) => {
    const node = nodes.get(name)
    return node?.status === 'connected' && node.error?.code !== 'notRecorded' ? said(node) : []
  },
}

export const unreadLines: Check = {
  id: 'unreadLines',
  severity: 'warning',
  over: 'node',
  means: 'Lines that no reader understands are not part of what is shown.',
  how: 'The last reading holds output that could not be read.',
  find: (ground, node) => {
    const outputs = ground.view(node)?.reading.outputs.filter(({ issues }) => issues.length > 0) ?? []
    const count = outputs.reduce((sum, { issues }) => sum + issues.length, 0)
    const readAt = ground.nodes.get(node)?.readAt
    if (count === 0 || !readAt) return []
    return [
      {
        subject: nodeSubject(node),
        verdict: `${count === 1 ? '1 line' : `${count} lines`} of what ${node} printed could not be read.`,
        evidence: outputs.flatMap(({ command, issues }) =>
          issues.slice(0, 3).map(({ text }) => ({ kind: 'unread', node, command, text, rendered: false, readAt })),
        ),
      },
    ]
  },
}

export const polled: Check = {
  id: 'polled',
  severity: 'info',
  over: 'node',
  means: 'A node that can’t be watched is read every few seconds: what comes and goes in between is not seen.',
  how: 'Neither `ip monitor` nor `bridge monitor` works on it.',
  // A monitor that ended is begun anew with the next reading.
  lasts: 30_000,
  find: (ground, name) =>
    ground.nodes.get(name)?.watch === 'poll' && ground.isLive(name)
      ? [
          {
            subject: nodeSubject(name),
            verdict: `${name} can’t be watched and is read every few seconds instead.`,
            evidence: [],
          },
        ]
      : [],
}
