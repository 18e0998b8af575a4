import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { CommandError, lastLines, run } from '../../lib/server/launch/run.mjs'
import { missingPackages } from './programs.mjs'

const INSTALL_LIMIT_MS = 900_000
/** Debian's own switch for "start no service now" (invoke-rc.d(8)); 101 is "action forbidden by policy". */
const POLICY = '/usr/sbin/policy-rc.d'
const OUR_POLICY =
  '#!/bin/sh\n# vxscope: there while packages install, so that none of them starts a service.\nexit 101\n'

const readOr = (file, otherwise) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

/** Whether apt is how this system installs: Debian, Ubuntu and what is made from them. */
const isDebian = () =>
  /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readOr('/etc/os-release', '')) && existsSync('/usr/bin/apt-get')

const APT = [
  'apt-get',
  '-q',
  '-y',
  '-o',
  'Dpkg::Use-Pty=0',
  '-o',
  'DPkg::Lock::Timeout=120',
  '-o',
  'Acquire::Retries=2',
]

const apt = async (args, signal) => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  const { code, output, timedOut } = await run([...APT, ...args], { env, signal, timeoutMs: INSTALL_LIMIT_MS })
  if (timedOut)
    throw new CommandError(
      `apt-get ${args[0]} did not end within ${INSTALL_LIMIT_MS / 60_000} minutes:\n${lastLines(output)}`,
    )
  if (code !== 0) throw new CommandError(`apt-get ${args.join(' ')} failed (exit ${code}):\n${lastLines(output)}`)
}

/** With Debian's policy file in place no package's script starts a service. A policy that is there already is left alone. */
const withoutServices = async work => {
  if (!existsSync(POLICY)) writeFileSync(POLICY, OUR_POLICY, { mode: 0o755 })
  try {
    return await work()
  } finally {
    // Ours also when a run before this one was killed and left it.
    if (readOr(POLICY, '') === OUR_POLICY) rmSync(POLICY, { force: true })
  }
}

/** The lab starts its own sshd per node; the system's must neither run nor come with the next boot because of us. */
const disableSystemSshd = async signal => {
  await run(['update-rc.d', 'ssh', 'disable'], { signal })
  if (existsSync('/run/systemd/system'))
    await run(['systemctl', 'disable', '--now', 'ssh.service', 'ssh.socket'], { signal })
  const pid = Number(readOr('/run/sshd.pid', '0'))
  if (pid > 0 && readOr(`/proc/${pid}/comm`, '').trim() === 'sshd') process.kill(pid, 'SIGTERM')
}

/** What to tell somebody for whom we can't install. */
const askFor = packages =>
  isDebian()
    ? `These Debian packages are missing and only root can install them: ${packages.join(', ')}. Run: sudo apt-get install ${packages.join(' ')}`
    : `These programs are missing, and this system is neither Debian nor Ubuntu, so install them yourself (names of the Debian packages): ${packages.join(', ')}.`

/**
 * Installs what is missing of `needs`, as root on Debian and Ubuntu; asks apt only when something is missing.
 * @returns {Promise<{ words: string | null, problem: string | null }>} `problem`: one sentence, when something is still missing
 */
export const installSystem = async (needs, say, signal) => {
  const missing = missingPackages(needs)
  if (missing.length === 0) return { words: null, problem: null }
  if (process.getuid?.() !== 0 || !isDebian()) return { words: null, problem: askFor(missing) }
  const bringsSshd = missing.includes('openssh-server')
  try {
    say(`apt-get update, for ${missing.join(', ')}`)
    await apt(['update'], signal)
    say(`apt-get install ${missing.join(' ')}`)
    await withoutServices(() => apt(['install', '--no-install-recommends', ...missing], signal))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { words: null, problem: `${missing.join(', ')} could not be installed: ${error.message}` }
  } finally {
    if (bringsSshd && !signal?.aborted) await disableSystemSshd(signal)
  }
  const still = missingPackages(needs)
  const problem =
    still.length === 0 ? null : `apt-get installed ${missing.join(', ')}, but still missing is ${still.join(', ')}.`
  return { words: `system packages installed: ${missing.join(', ')}`, problem }
}
