import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { labDown, labStatus, labUp, probeLab } from './lab/lab'

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const LAB = 'vxdemotest'
/** A first run may have to make the build. */
const LIMIT_MS = 240_000
const GONE = { timeout: 10_000, interval: 50 }

const namespaces = (): string[] =>
  existsSync('/run/netns') ? readdirSync('/run/netns').filter(name => name.startsWith(`${LAB}-`)) : []

const answers = async (url: string): Promise<boolean> => {
  try {
    await fetch(`${url}/healthz`)
    return true
  } catch {
    return false
  }
}

interface Run {
  child: ChildProcess
  output: () => string
  ended: Promise<number | null>
}

const started: ChildProcess[] = []

const start = (script: string, ...argv: string[]): Run => {
  const { PORT: _port, ...env } = process.env
  const child = spawn(process.execPath, [path.join(ROOT, script), ...argv], {
    cwd: ROOT,
    env: { ...env, ...(argv.includes('--check') ? {} : { PORT: '0' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return { child, output: () => text, ended: once(child, 'close').then(([code]) => code) }
}

/** Starts the demo and waits until it invites. @returns the dashboard's URL too */
const startDemo = async (): Promise<Run & { url: string }> => {
  const run = start('e2e/demo.mjs', '--name', LAB)
  await expect.poll(() => run.output(), { timeout: LIMIT_MS, interval: 50 }).toMatch(/Ctrl-C takes all/)
  const url = /Open (http:\S+)/.exec(run.output())?.[1] ?? ''
  expect(await answers(url)).toBe(true)
  return { ...run, url }
}

const expectNothingLeft = async (url: string): Promise<void> => {
  await expect.poll(() => answers(url), GONE).toBe(false)
  expect(namespaces()).toEqual([])
  expect(existsSync(path.join(ROOT, '.lab', LAB))).toBe(false)
}

describe('npm run demo', { timeout: LIMIT_MS }, () => {
  beforeEach(async ({ skip }) => {
    const { possible, missing } = await probeLab()
    if (!possible) skip(missing.map(({ what }) => what).join('; '))
    await labDown(LAB)
  })

  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
    await labDown(LAB)
  })

  it('--check shows three connected nodes with VNI 42 and the group, and leaves nothing', async () => {
    const { output, ended } = start('e2e/demo.mjs', '--name', LAB, '--check')
    expect(await ended, output()).toBe(0)
    expect(output()).toMatch(/^ {2}239\.1\.1\.1 +42 +10\.0\.2\.1, 10\.0\.2\.253, 10\.0\.2\.254$/m)
    const url = /server at (http:\S+)/.exec(output())?.[1] ?? ''
    await expectNothingLeft(url)
  })

  it('takes all down on Ctrl-C, also when it is pressed twice', async () => {
    const { child, ended, url } = await startDemo()
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    await expectNothingLeft(url)
  })

  it('killed with no chance to clean up, leaves nothing that `npm run lab -- down` does not remove', async () => {
    const { child, ended, url } = await startDemo()
    child.kill('SIGKILL')
    await ended
    const down = start('e2e/lab/bin.mjs', 'down', '--name', LAB)
    expect(await down.ended, down.output()).toBe(0)
    await expectNothingLeft(url)
  })

  it('ends when `npm run lab -- down` takes its nodes away', async () => {
    const { ended, url } = await startDemo()
    const down = start('e2e/lab/bin.mjs', 'down', '--name', LAB)
    expect(await down.ended, down.output()).toBe(0)
    expect(await ended).toBe(0)
    await expectNothingLeft(url)
  })

  it('leaves up a lab that somebody else brought up', async () => {
    await labUp({ name: LAB })
    const { child, ended } = await startDemo()
    child.kill('SIGTERM')
    await ended
    expect((await labStatus(LAB)).state).toBe('running')
  })
})
