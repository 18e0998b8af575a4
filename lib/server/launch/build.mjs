import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CommandError, lastLines, run } from './run.mjs'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

/** What a production build is made from. */
const SOURCES = [
  'package-lock.json',
  'next.config.js',
  'tsconfig.json',
  'postcss.config.js',
  'instrumentation.ts',
  'app',
  'components',
  'lib',
  'public',
]
const STAMP = path.join(ROOT, '.next/vxscope-build-stamp')
const BUILD_ID = path.join(ROOT, '.next/BUILD_ID')
const LOCK = path.join(ROOT, '.build/next-build.lock')
const BUILD_LIMIT_MS = 600_000
const LOCK_POLL_MS = 250

const filesUnder = file => {
  if (!existsSync(file)) return []
  if (!statSync(file).isDirectory()) return [file]
  return readdirSync(file)
    .sort()
    .flatMap(entry => filesUnder(path.join(file, entry)))
}

/** Tests are no part of what is served; a changed one is no reason to build. */
const isServed = file => !/\.test\.tsx?$/.test(file) && !file.includes(`${path.sep}samples${path.sep}`)

/** A digest of the names and contents of all sources: the same sources, the same digest, whatever the clock says. */
export const digestSources = () => {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(source => filesUnder(path.join(ROOT, source))).filter(isServed)) {
    const content = readFileSync(file)
    hash.update(`${path.relative(ROOT, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

const readOr = (file, otherwise) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

/** Whether the build that is there was made from the sources as they are now. */
export const isBuilt = () => existsSync(BUILD_ID) && readOr(STAMP, '') === digestSources()

const isAlive = pid => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const tryLock = () => {
  mkdirSync(path.dirname(LOCK), { recursive: true })
  try {
    writeFileSync(LOCK, `${process.pid}`, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const owner = Number(readOr(LOCK, ''))
  // An empty lock is one that its owner is writing this moment, unless it stays so.
  const ownerIsGone =
    owner > 0 ? !isAlive(owner) : Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 5000
  if (ownerIsGone) rmSync(LOCK, { force: true })
  return false
}

const nextBuild = async signal => {
  rmSync(STAMP, { force: true })
  const digest = digestSources()
  const { code, output, timedOut } = await run([process.execPath, 'node_modules/next/dist/bin/next', 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    signal,
    timeoutMs: BUILD_LIMIT_MS,
  })
  if (timedOut)
    throw new CommandError(`next build did not end within ${BUILD_LIMIT_MS / 60_000} minutes:\n${lastLines(output)}`)
  if (code !== 0) throw new CommandError(`next build failed (exit ${code}):\n${lastLines(output, 60)}`)
  // Sources that changed while it ran may be half in it: without a stamp the next start builds again.
  if (digestSources() === digest) writeFileSync(STAMP, digest)
}

/**
 * Makes the production build if the one that is there is not of these sources. Two at a time wait for each other; a build
 * that fails or is interrupted leaves no stamp.
 * @param {{ signal?: AbortSignal, onBuild?: () => void }} options
 * @returns {Promise<boolean>} whether it built
 */
export const buildIfChanged = async ({ signal, onBuild } = {}) => {
  if (isBuilt()) return false
  while (!tryLock()) await sleep(LOCK_POLL_MS, undefined, { signal })
  try {
    if (isBuilt()) return false
    onBuild?.()
    await nextBuild(signal)
    return true
  } finally {
    rmSync(LOCK, { force: true })
  }
}
