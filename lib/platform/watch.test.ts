import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { saysOverflow, WATCHING, watchCommand } from './watch'

const folder = mkdtempSync(path.join(tmpdir(), 'vxscope-watch-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A zombie runs no more, though nobody may ever wait for it. */
const runs = (pid: number): boolean => {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}

/** Runs the command with a `bridge` that does what this script says. */
const start = (bridge: string) => {
  writeFileSync(path.join(folder, 'bridge'), `#!/bin/sh\n${bridge}\n`, { mode: 0o755 })
  const child = spawn('/bin/sh', ['-c', watchCommand('fdb')], {
    env: { ...process.env, PATH: `${folder}:/usr/bin:/bin` },
  })
  const heard = { stdout: '', stderr: '', status: null as number | null }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    heard.stderr += text
  })
  child.on('close', status => {
    heard.status = status
  })
  return { child, heard }
}

describe('watchCommand', () => {
  it('passes on what the monitor prints, and ends it when its input ends', async () => {
    const { child, heard } = start('echo "$$ $*"; exec sleep 600')
    await vi.waitUntil(() => heard.stdout.includes('monitor fdb'))
    const monitor = Number.parseInt(heard.stdout, 10)
    child.stdin.end()
    await vi.waitUntil(() => heard.status !== null, { timeout: 5_000 })
    expect(runs(monitor)).toBe(false)
  })

  it('ends the monitor when the shell around it is killed and the input ends', async () => {
    const { child, heard } = start('echo "$$"; exec sleep 600')
    await vi.waitUntil(() => heard.stdout.includes('\n'))
    child.kill('SIGKILL')
    child.stdin.end()
    await vi.waitUntil(() => !runs(Number.parseInt(heard.stdout, 10)))
  })

  it('ends at once, with its status, where the monitor does, and never says that it watches', async () => {
    const { heard } = start('echo "Object monitor is unknown" >&2; exit 255')
    await vi.waitUntil(() => heard.status !== null, { timeout: 1_500 })
    expect(heard).toMatchObject({ status: 255, stderr: 'Object monitor is unknown\n' })
  })

  it('says that it watches once the look for the socket was in vain', async () => {
    const { child, heard } = start('exec sleep 600')
    await vi.waitUntil(() => heard.stderr === `${WATCHING}\n`, { timeout: 8_000 })
    child.stdin.end()
    await vi.waitUntil(() => heard.status !== null)
  })
})

describe('saysOverflow', () => {
  it('knows the words of iproute2', () => {
    expect(saysOverflow('netlink receive error No buffer space available (105)')).toBe(true)
    expect(saysOverflow('Dump terminated')).toBe(false)
  })
})
