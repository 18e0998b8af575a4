import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { has, type Path, renderConfig, withDelete, withSet } from './config'
import { changedDevices, commitRefusal, kernelCommands } from './kernel'
import { isOld, type Release, refusalOf, releaseOf } from './release'

/** Beside the program: the running configuration, sessions, and the lock of a commit. */
const STATE = path.join(path.dirname(process.argv[1] ?? ''), 'state')
const RUNNING = path.join(STATE, 'running.json')
const LOCK = path.join(STATE, 'commit.lock')
const BOOT = '/config/config.boot'

const sessionFile = (): string => {
  const id = process.env.VYOS_STAND_IN_SESSION ?? ''
  if (!/^\d+$/.test(id)) throw new Error('there is no configuration session')
  return path.join(STATE, `session-${id}.json`)
}

/** A file of our own: whatever stands in it we wrote. */
const readPaths = (file: string): Path[] => JSON.parse(readFileSync(file, 'utf8'))
const writePaths = (file: string, paths: readonly Path[]): void => {
  writeFileSync(`${file}.new`, JSON.stringify(paths))
  renameSync(`${file}.new`, file)
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const release = (): Release =>
  releaseOf(/^Version:\s*(?:VyOS )?(\S+)/m.exec(readFileSync('/opt/vyatta/etc/version', 'utf8'))?.[1] ?? '')

const mtuOf = (dev: string): number | null => {
  const file = `/sys/class/net/${path.basename(dev)}/mtu`
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : null
}

const set = (words: string[]): number => {
  const refusal = refusalOf(release(), words)
  if (refusal !== null) {
    say(refusal)
    return 1
  }
  const file = sessionFile()
  writePaths(file, withSet(readPaths(file), words.slice(1), isOld(release())))
  return 0
}

const remove = ([, ...words]: string[]): number => {
  const file = sessionFile()
  const paths = readPaths(file)
  if (!has(paths, words)) {
    say('Nothing to delete (the specified node does not exist)\nDelete failed')
    return 1
  }
  writePaths(file, withDelete(paths, words))
  return 0
}

const isChanged = (): boolean =>
  existsSync(sessionFile()) && readFileSync(sessionFile(), 'utf8') !== readFileSync(RUNNING, 'utf8')

const commitLocked = (): number => {
  const [before, after] = [readPaths(RUNNING), readPaths(sessionFile())]
  const changed = changedDevices(before, after)
  for (const { name } of changed) {
    const refusal = commitRefusal(release(), before, after, name, mtuOf)
    if (refusal !== null) {
      say(`[ interfaces vxlan ${name} ]\n${refusal}\n\n[[interfaces vxlan ${name}]] failed\nCommit failed`)
      return 1
    }
  }
  // A real commit runs as root by itself.
  const made = spawnSync('sudo', ['-n', '/opt/vyatta/stand-in/kernel', path.basename(sessionFile())], {
    stdio: 'inherit',
  })
  // The status of `ip link add` isn't looked at before 1.3: commit says 0, and nothing was made.
  if (made.status !== 0 && !isOld(release())) {
    say('Commit failed')
    return 1
  }
  writePaths(RUNNING, after)
  return 0
}

/** As flock(2), which the real one takes: nobody's once its holder is dead. */
const takeLock = (): boolean => {
  const holder = path.join(LOCK, 'pid')
  if (existsSync(holder) && !existsSync(`/proc/${readFileSync(holder, 'utf8')}`)) rmSync(LOCK, { recursive: true })
  try {
    mkdirSync(LOCK)
  } catch {
    return false
  }
  writeFileSync(holder, String(process.pid))
  return true
}

const commit = (): number => {
  if (!isChanged()) {
    say('No configuration changes to commit')
    return 1
  }
  if (!takeLock()) {
    say('Configuration system temporarily locked due to another commit in progress')
    return 1
  }
  try {
    return commitLocked()
  } finally {
    rmSync(LOCK, { recursive: true })
  }
}

/** As root: what a commit makes in the kernel. Takes the name of a session's file and nothing else. */
const kernel = ([session = '']: string[]): number => {
  const [before, after] = [readPaths(RUNNING), readPaths(path.join(STATE, path.basename(session)))]
  const commands = changedDevices(before, after).flatMap(each => kernelCommands(release(), before, after, each))
  for (const [program = '', ...rest] of commands) {
    if (spawnSync(program, rest, { stdio: 'inherit' }).status !== 0) return 1
  }
  return 0
}

const shellApi = ([verb = '', ...words]: string[]): number => {
  switch (verb) {
    case 'setupSession':
      writePaths(sessionFile(), readPaths(RUNNING))
      return 0
    case 'teardownSession':
      rmSync(sessionFile(), { force: true })
      return 0
    case 'sessionChanged':
      return isChanged() ? 0 : 1
    case 'existsActive':
      return has(readPaths(RUNNING), words.slice(1)) ? 0 : 1
    case 'unmarkSessionUnsaved':
      return 0
    case '--show-active-only': {
      const kind = words[2] ?? ''
      say(renderConfig(readPaths(RUNNING).filter(([each]) => each === kind)).trimEnd())
      return 0
    }
    default:
      return 1
  }
}

const save = (): number => {
  writeFileSync(BOOT, `interfaces {\n${renderConfig(readPaths(RUNNING), '    ')}}\n`)
  return 0
}

/** Only that it is asked for rightly: its timer would reboot the node. */
const configManagement = ([verb = '']: string[]): number => {
  const pending = path.join(STATE, 'confirm')
  if (verb === 'commit_confirm') {
    writeFileSync(pending, '')
    return 0
  }
  if (verb !== 'confirm' || !existsSync(pending)) {
    say('No confirm pending')
    return verb === 'confirm' ? 0 : 1
  }
  rmSync(pending)
  return 0
}

const discard = (): number => {
  writePaths(sessionFile(), readPaths(RUNNING))
  return 0
}

const PROGRAMS: Readonly<Record<string, (words: string[]) => number>> = {
  my_set: set,
  my_delete: remove,
  my_commit: commit,
  my_discard: discard,
  my_cli_shell_api: shellApi,
  'cli-shell-api': shellApi,
  'config-mgmt': configManagement,
  save,
  kernel,
}

const [program = '', ...words] = process.argv.slice(2)
try {
  process.exitCode = (PROGRAMS[program] ?? (() => 127))(words)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
