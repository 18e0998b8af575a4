import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const Ready = z.object({ url: z.string() })
const STOP_LIMIT_MS = 5000

/** A dashboard of ours in a process of its own. */
export interface ServerProcess {
  pid: number
  url: string
  /** Its exit code, once it has ended. */
  ended: Promise<number>
  stop(): Promise<void>
}

export interface ServerRequest {
  /** A folder instead: the start of somebody who has nothing yet, whose working directory and home it is. */
  configFile: string | { firstStartIn: string }
  /** 0 takes a free one. */
  port: number
  dev?: boolean
  /** What the server prints goes to this program's own output, or nowhere but into the error when it fails to start. */
  output: 'shown' | 'kept'
  /** Options of its Node. */
  nodeOptions?: readonly string[]
  /** Gives up a start that is under way. */
  signal?: AbortSignal
}

const endOf = (child: ChildProcess): Promise<number> =>
  new Promise(resolve => child.once('exit', code => resolve(code ?? 1)))

const stopChild = async (child: ChildProcess, ended: Promise<number>): Promise<void> => {
  child.kill('SIGTERM')
  const limit = new AbortController()
  const late = await Promise.race([
    ended.then(() => false),
    sleep(STOP_LIMIT_MS, true, { signal: limit.signal }).catch(() => false),
  ])
  limit.abort()
  if (late) child.kill('SIGKILL')
  await ended
}

/**
 * Starts `lib/server/launch.mjs` and waits until it serves. In a session of its own, so that Ctrl-C reaches only the program
 * that takes things down in order; and it ends by itself when that program is killed.
 */
export const startServer = async (root: string, request: ServerRequest): Promise<ServerProcess> => {
  const { configFile, port, dev = false, output, nodeOptions = [], signal } = request
  const first = typeof configFile === 'string' ? null : configFile.firstStartIn
  const config = typeof configFile === 'string' ? ['--config', configFile] : []
  const argv = [...config, '--port', `${port}`, '--exit-with-parent', ...(dev ? ['--dev'] : [])]
  const stdio = output === 'shown' ? ('inherit' as const) : ('pipe' as const)
  const child = spawn(process.execPath, [...nodeOptions, path.join(root, 'lib/server/launch.mjs'), ...argv], {
    cwd: first ?? root,
    env: first === null ? process.env : { ...process.env, HOME: first, XDG_CONFIG_HOME: '' },
    detached: true,
    stdio: ['ignore', stdio, stdio, 'ipc'],
  })
  const ended = endOf(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000)
    })
  }
  const ready = once(child, 'message').then(([message]) => Ready.parse(message))
  const giveUp = () => child.kill('SIGTERM')
  signal?.addEventListener('abort', giveUp, { once: true })
  const begun = await Promise.race([ready, ended])
  signal?.removeEventListener('abort', giveUp)
  signal?.throwIfAborted()
  if (typeof begun === 'number') throw new Error(`the server ended with exit ${begun} before it served\n${said}`.trim())
  const pid = child.pid
  if (pid === undefined) throw new Error('the server has no process')
  return { pid, url: begun.url, ended, stop: () => stopChild(child, ended) }
}
