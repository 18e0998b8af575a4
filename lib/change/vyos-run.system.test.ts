import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVyosStubs } from '@/e2e/change/vyos-stubs'
import { until } from '@/e2e/lab/until'
import { buildStateScript, runFolder } from './dead-man'
import { parseProgress } from './protocol'
import { buildVyosKeepScript, buildVyosScript, type VyosWaits } from './script-vyos'
import { aCreate, planOf, VYOS_RELEASES, type VyosRelease, vyosFacts } from './testing'

let folder: string
let nonce: string
let vyos: Awaited<ReturnType<typeof createVyosStubs>>

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-vyos-'))
  nonce = `vyos${process.pid}${path.basename(folder).replace(/[^A-Za-z0-9]/g, '')}`
  vyos = await createVyosStubs(folder)
})
afterEach(async () => {
  await rm(folder, { recursive: true })
  await rm(runFolder(nonce), { recursive: true, force: true })
})

const WAITS: VyosWaits = { undoAfter: 60, grace: 1, lockTries: 2, lockWait: 1 }
const planFor = (release: VyosRelease) => planOf(aCreate({ port: 8472 }), vyosFacts(VYOS_RELEASES[release]))
/** The device is made by the session: the guard must not see it before. */
const scriptFor = (release: VyosRelease, waits = WAITS) =>
  vyos.inOurPlaces(
    buildVyosScript(planFor(release), nonce, waits).replace(/! \[ -e \/sys\/class\/net\/vxlan100 \]/, 'true'),
  )

const start = (script: string) => {
  const child = spawn('/bin/sh', ['-s'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
  let stdout = ''
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  child.stdin.end(script)
  return { child, closed: new Promise<string>(resolve => child.on('close', () => resolve(stdout))) }
}
const run = async (script: string) => parseProgress(nonce, await start(script).closed)

describe('a plan on a VyOS node', () => {
  it('before 1.4 is saved in its session, told step by step, and armed until it is kept', async () => {
    const progress = await run(scriptFor('crux'))
    expect(progress).toMatchObject({ state: 'armed', done: true, failure: null, undo: [] })
    expect(progress.steps.map(({ status }) => status)).toEqual(planFor('crux').commands.map(() => 0))
    expect(await vyos.calls()).toContainEqual(expect.stringContaining('vyatta-save-config.pl'))
    const kept = await run(vyos.inOurPlaces(buildVyosKeepScript(planFor('crux'), nonce, WAITS)))
    expect([kept.state, existsSync(runFolder(nonce))]).toEqual(['kept', false])
  })

  it('from 1.4 on is committed with commit-confirm, and confirmed and saved when kept', async () => {
    expect(await run(scriptFor('sagitta'))).toMatchObject({ state: 'armed', done: true })
    const before = await vyos.calls()
    expect(before).toContainEqual('sudo <-n> <sg> <vyattacfg> <-c> <config-mgmt commit_confirm -t 3 -y>')
    expect(before.join()).not.toContain('save-config')
    expect((await run(vyos.inOurPlaces(buildVyosKeepScript(planFor('sagitta'), nonce, WAITS)))).state).toBe('kept')
    expect((await vyos.calls()).slice(before.length)).toEqual([
      'config-mgmt <confirm>',
      expect.stringContaining('vyos-save-config.py'),
    ])
  })

  it('is undone at once when a line is refused', async () => {
    await vyos.stub('my_set', 'echo "Value validation failed"; exit 1')
    const progress = await run(scriptFor('crux'))
    expect(progress).toMatchObject({ state: 'undone', failure: { at: '1', status: 1 } })
    expect(progress.steps).toEqual([{ step: 1, status: 1, output: 'Value validation failed\n' }])
    expect(await vyos.calls()).toContain('my_delete <interfaces> <vxlan> <vxlan100>')
  })

  it('goes on to the end of its commit when the connection dies, and is then undone in time', async () => {
    await vyos.stub(
      'my_commit',
      `: >"${folder}/committing"; while ! [ -e "${folder}/go" ]; do sleep 0.1; done; : >"${folder}/committed"`,
    )
    const { child, closed } = start(scriptFor('crux', { ...WAITS, undoAfter: 2, grace: 30 }))
    await until(() => existsSync(path.join(folder, 'committing')), 'the commit to begin')
    child.kill('SIGKILL')
    child.stdout.destroy()
    await closed
    spawn('touch', [path.join(folder, 'go')])
    await until(() => existsSync(path.join(folder, 'committed')), 'the commit to end')
    await until(async () => (await run(buildStateScript(nonce))).state === 'undone', 'the undo')
    expect(await vyos.calls()).toContain('my_delete <interfaces> <vxlan> <vxlan100>')
  })
})
