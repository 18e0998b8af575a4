import type { NodeError } from '@/lib/model/error'
import { fail } from '@/lib/model/result'
import { buildScript, parseAnswers, SCRIPT_SHELL } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import type { Reader } from './reader'

/** The login shell answered, but not as a shell would: a closed account, a menu, garbage. */
const notAShell = (status: number | null, said: string): NodeError => ({
  code: status === 0 || status === null ? 'unreadable' : 'exitStatus',
  message:
    status === 0 || status === null
      ? `the node's answer can't be read${said}`
      : `the login shell ended with status ${status}${said}`,
  hint: "The user must be allowed to run commands: try `ssh NODE ip -d link show`. An account with nologin, a menu or a forced command can't be read.",
})

const firstLine = (text: string): string => {
  const line =
    text
      .replace(/[^\P{C}\n]/gu, '')
      .trim()
      .split('\n', 1)[0] ?? ''
  return line === '' ? '' : `: ${line.slice(0, 200)}`
}

/** A shell of its own for every round trip: works wherever anything does, and says best what is wrong where nothing does. */
export const createExecReader = (connection: SshConnection): Reader => ({
  kind: 'exec',
  ask: async (queries, limits) => {
    const output = await connection.run(SCRIPT_SHELL, { ...limits, stdin: buildScript(queries) })
    if (!output.ok) return output
    const { stdout, stderr, status } = output.value
    const answers = parseAnswers(queries, stdout)
    return answers.ok ? answers : fail(notAShell(status, firstLine(stderr) || firstLine(stdout)))
  },
  close: async () => {},
})
