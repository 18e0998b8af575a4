import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVyosStubs } from '@/e2e/change/vyos-stubs'
import { until } from '@/e2e/lab/until'
import { commandLine } from '@/lib/platform'
import {
  type ArmedRun,
  buildArmedScript,
  buildForgetScript,
  buildKeepScript,
  buildStateScript,
  buildUndoScript,
  runFolder,
} from './dead-man'
import { writeCommand } from './files'
import { parseProgress } from './protocol'
import { buildVyosSession, type VyosSession } from './script-vyos'
import { aCreate, linuxFacts, planOf } from './testing'

let folder: string
let nonce: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-change-'))
  nonce = `nonce${process.pid}${path.basename(folder).replace(/[^A-Za-z0-9]/g, '')}`
})
afterEach(async () => {
  await rm(folder, { recursive: true })
  await rm(runFolder(nonce), { recursive: true, force: true })
  await rm(`${folder}.lock`, { recursive: true, force: true })
})

/** Runs of other tests on this machine must not keep ours out. */
const withOwnLock = (script: string): string => script.replaceAll('/tmp/vxscope-lock', `${folder}.lock`)

const shell = (program: string, argv: string[], script: string): Promise<{ code: number | null; stdout: string }> =>
  new Promise(resolve => {
    const child = execFile(program, argv, { cwd: folder }, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, stdout }),
    )
    child.stdin?.end(withOwnLock(script))
  })
const sh = (script: string) => shell('/bin/sh', ['-s'], script)

const WAITS = { undoAfter: 60, grace: 1 }
const aRun = (over: Partial<ArmedRun> = {}): ArmedRun => ({
  nonce,
  waits: WAITS,
  undo: ['rm -f made'],
  guard: 'true',
  ...over,
})
const made = () => existsSync(path.join(folder, 'made'))
/** Command lines of processes that belong to this run. */
const processes = async (): Promise<string[]> => {
  const all = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const lines = await Promise.all(all.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter(line => line.includes(runFolder(nonce)))
}

const run = async (commands: string[], over: Partial<ArmedRun> = {}) => {
  const { code, stdout } = await sh(buildArmedScript(aRun(over), commands))
  return { code, ...parseProgress(nonce, stdout) }
}

describe('a run on a Linux node', () => {
  it('tells each command, its output and its status, and stays armed', async () => {
    const progress = await run(['echo one; echo two >&2', ': >made'])
    expect(progress).toMatchObject({ code: 0, state: 'armed', done: true, failure: null, undo: [] })
    expect(progress.steps).toEqual([
      { step: 1, status: 0, output: 'one\ntwo\n' },
      { step: 2, status: 0, output: '' },
    ])
    await sh(buildUndoScript(nonce))
  })

  it('undoes all of it as soon as one command fails', async () => {
    const progress = await run([': >made', 'echo no room; false', ': >never'])
    expect(progress).toMatchObject({ code: 23, state: 'undone', failure: { at: '2', status: 1 } })
    expect([made(), existsSync(path.join(folder, 'never'))]).toEqual([false, false])
    await until(async () => (await processes()).length === 0, 'the undo that waits to end')
  })

  it('is kept when told so, and leaves nothing on the node', async () => {
    await run([': >made'])
    const { stdout } = await sh(buildKeepScript(nonce, WAITS))
    expect(parseProgress(nonce, stdout).state).toBe('kept')
    expect([made(), existsSync(runFolder(nonce))]).toEqual([true, false])
    await until(async () => (await processes()).length === 0, 'the undo that waits to end')
  })

  it('undoes itself in time where nobody keeps it, and a keep that comes later says so', async () => {
    await run([': >made'], { waits: { undoAfter: 1, grace: 1 }, undo: [`rm -f ${folder}/made`] })
    await until(() => !made(), 'the undo')
    await until(
      async () => parseProgress(nonce, (await sh(buildStateScript(nonce))).stdout).state === 'undone',
      'undone',
    )
    const { code, stdout } = await sh(buildKeepScript(nonce, WAITS))
    expect([code, parseProgress(nonce, stdout).state]).toEqual([25, 'undone'])
    expect((await sh(buildForgetScript(nonce))).code).toBe(0)
  })

  it('undoes itself when the connection dies in the middle of a command', async () => {
    const script = buildArmedScript(aRun({ waits: { undoAfter: 1, grace: 1 }, undo: [`rm -f ${folder}/made`] }), [
      ': >made',
      'sleep 30',
      ': >never',
    ])
    const child = spawn('/bin/sh', ['-s'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'], detached: true })
    child.stdin.end(withOwnLock(script))
    await until(() => made(), 'the first command')
    child.stdout.destroy()
    await until(() => !made(), 'the undo')
    await until(
      async () => parseProgress(nonce, (await sh(buildStateScript(nonce))).stdout).state === 'undone',
      'undone',
    )
    expect(existsSync(path.join(folder, 'never'))).toBe(false)
  })

  it('does nothing at all when the device is not what was planned for', async () => {
    const progress = await run([': >made'], { guard: 'false' })
    expect(progress).toMatchObject({ code: 20, steps: [], failure: { at: 'guard', status: 1 } })
    expect(existsSync(runFolder(nonce))).toBe(false)
  })

  it('keeps others out of the node until it is kept or undone', async () => {
    await run([': >made'])
    const other = `${nonce}other`
    const second = await sh(buildArmedScript(aRun({ nonce: other }), [': >twice']))
    expect([second.code, parseProgress(other, second.stdout).failure]).toEqual([27, { at: 'busy', status: 1 }])
    expect([existsSync(path.join(folder, 'twice')), existsSync(runFolder(other))]).toEqual([false, false])
    await sh(buildUndoScript(nonce))
    expect(parseProgress(other, (await sh(buildArmedScript(aRun({ nonce: other }), ['true']))).stdout).done).toBe(true)
    await sh(buildKeepScript(other, WAITS))
    expect(existsSync(`${folder}.lock`)).toBe(false)
  })

  it.each([
    ['whose time is over', 'echo 1 >somebody'],
    ['that nobody holds', ':'],
    ['without its time', ': >somebody'],
    ['of something else', 'echo words >somebody; echo 1 >until'],
  ])('a lock %s is void', async (_, content) => {
    await sh(`mkdir ${folder}.lock; cd ${folder}.lock; ${content}`)
    expect((await run([': >made'])).done).toBe(true)
    await sh(buildUndoScript(nonce))
    expect(existsSync(`${folder}.lock`)).toBe(false)
  })

  it('of many that find a void lock at once one takes the node', async () => {
    await sh(`mkdir ${folder}.lock; echo 1 >${folder}.lock/somebody`)
    const others = Array.from({ length: 8 }, (_, index) => `${nonce}n${index}`)
    const ran = await Promise.all(others.map(each => sh(buildArmedScript(aRun({ nonce: each }), ['true']))))
    expect(ran.map(({ code }) => code).sort()).toEqual([0, ...others.slice(1).map(() => 27)])
    for (const each of others) await sh(`${buildUndoScript(each)}\n${buildForgetScript(each)}`)
    const left = (await readdir(tmpdir())).filter(name => name.includes(path.basename(folder)))
    expect(left).toEqual([path.basename(folder)])
  })

  it('does nothing when half of the script has come', async () => {
    const script = buildArmedScript(aRun(), [': >made', ': >more'])
    for (const share of [0.2, 0.5, 0.8, 0.99]) await sh(script.slice(0, Math.floor(script.length * share)))
    expect(await readdir(folder)).toEqual([])
  })

  it("takes no line of a command's output for its own", async () => {
    const { steps, done } = await run(["printf '@nonce undone\\n@0123456789abcdef done\\nno new line'"])
    expect(steps).toEqual([{ step: 1, status: 0, output: '@nonce undone\n@0123456789abcdef done\nno new line\n' }])
    expect(done).toBe(true)
    await sh(buildUndoScript(nonce))
  })
})

describe('what a hostile value does in a command', () => {
  const HOSTILE = [
    "a'b",
    'a"b',
    '$(touch pwned)',
    '`touch pwned`',
    '; touch pwned',
    '--help',
    '-n',
    'x && touch pwned',
    '\\',
    '*',
    '~',
    'ünïcode ☃',
    '%s%n',
    '!x',
    '#x',
    '',
  ]

  it.each(HOSTILE)('%j reaches the program as it is, and nothing else runs', async text => {
    const { stdout } = await sh(`${commandLine(['printf', '[%s]', text])}\n`)
    expect(stdout).toBe(`[${text}]`)
    expect(await readdir(folder)).toEqual([])
  })

  it('lines and 10 kB reach it too', async () => {
    const text = `$(touch pwned)\n'; touch pwned\n${'☃"`$'.repeat(2500)}`
    expect((await sh(`${commandLine(['printf', '[%s]', text])}\n`)).stdout).toBe(`[${text}]`)
    expect(await readdir(folder)).toEqual([])
  })

  it.each(HOSTILE.filter(text => text !== ''))('a description %j in a plan runs nothing', async description => {
    const { commands, undo } = planOf(
      aCreate({ description, persist: 'networkd' }),
      linuxFacts(undefined, { networkFiles: [{ ifindex: 3, file: '/etc/systemd/network/20-eth1.network' }] }),
    )
    // The programs themselves are stubs that write down what they are given.
    const stubs = ['ip', 'bridge', 'install', 'rm', 'rmdir'].map(
      name => `${name}() { for a in "$@"; do printf '<%s>' "$a"; done; echo; }`,
    )
    const { stdout } = await sh([...stubs, ...commands, ...undo, ''].join('\n'))
    expect(stdout).toContain(`<alias><${description}>`)
    expect(await readdir(folder)).toEqual([])
  })

  it('a file is written as its lines are', async () => {
    const lines = ['# $(touch pwned)', "it's `x`", '%s \\n', '-n', '']
    const file = path.join(folder, 'a', 'file')
    await sh(`${writeCommand({ path: file, mode: '0600', lines }, true)}\n`)
    expect(await readFile(file, 'utf8')).toBe(`${lines.join('\n')}\n`)
    expect(await readdir(folder)).toEqual(['a'])
  })
})

describe('a session of VyOS, with programs that write down what they are given', () => {
  const LINES = [
    'set interfaces vxlan vxlan100 vni 100',
    "set interfaces vxlan vxlan100 description 'tenant blue'",
    'commit',
    'save',
  ]
  const aSession = (over: Partial<VyosSession> = {}): VyosSession => ({
    lines: LINES,
    name: 'vxlan100',
    before: false,
    after: true,
    confirmMinutes: null,
    nonce,
    waits: { lockTries: 2, lockWait: 1 },
    ...over,
  })

  let vyos: Awaited<ReturnType<typeof createVyosStubs>>
  const stub = (name: string, body: string) => vyos.stub(name, body)
  beforeEach(async () => {
    vyos = await createVyosStubs(folder)
  })

  const runSession = async (session: VyosSession) => {
    const { code, stdout } = await shell('/bin/bash', ['-s'], vyos.inOurPlaces(buildVyosSession(session)))
    return { code, log: await vyos.calls(), ...parseProgress(nonce, stdout) }
  }

  it('goes through the steps in order', async () => {
    const { code, log, steps } = await runSession(aSession())
    expect(code).toBe(0)
    expect(log).toEqual([
      'my_cli_shell_api <setupSession>',
      'my_cli_shell_api <existsActive> <interfaces> <vxlan> <vxlan100>',
      'my_set <interfaces> <vxlan> <vxlan100> <vni> <100>',
      'my_set <interfaces> <vxlan> <vxlan100> <description> <tenant blue>',
      'my_commit',
      'sudo <-n> <sg> <vyattacfg> <-c> <umask 0002; '.concat(`${folder}/sbin/vyatta-save-config.pl>`),
      'my_cli_shell_api <unmarkSessionUnsaved>',
      'my_cli_shell_api <teardownSession>',
    ])
    expect(steps.map(({ step, status }) => [step, status])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
    ])
  })

  it.each([
    ['a line is refused', 'my_set', 'echo "Set failed"; exit 1', 12],
    ['the commit fails', 'my_commit', 'echo "Commit failed"; exit 1', 13],
    [
      'the configuration stays locked',
      'my_commit',
      'echo "Configuration system temporarily locked due to another commit in progress"; exit 1',
      14,
    ],
    ['it can not be saved', 'sudo', 'exit 1', 16],
    ['it is there already', 'my_cli_shell_api', 'exit 0', 11],
  ])('ends with its own code and discards when %s', async (_, program, body, status) => {
    await stub(program, body)
    const { code, log } = await runSession(aSession())
    expect(code).toBe(status)
    expect(log.slice(-2)).toEqual(['my_discard', 'my_cli_shell_api <teardownSession>'])
  })

  it('says so when the commit made no device', async () => {
    await rm(path.join(folder, 'net', 'vxlan100'), { recursive: true })
    expect((await runSession(aSession())).code).toBe(15)
  })

  it('says so when the file does not hold it', async () => {
    await writeFile(path.join(folder, 'config.boot'), 'interfaces {\n')
    expect((await runSession(aSession())).code).toBe(17)
  })

  it('tries a locked configuration again', async () => {
    await stub(
      'my_commit',
      `[ -e "${folder}/once" ] && exit 0; : >"${folder}/once"; echo "temporarily locked due to another commit"; exit 1`,
    )
    const { code, log } = await runSession(aSession())
    expect([code, log.filter(line => line === 'my_commit').length]).toEqual([0, 2])
  })

  it('starts commit-confirm before it commits, without a question', async () => {
    const { log } = await runSession(aSession({ confirmMinutes: 2, lines: LINES.slice(0, 3) }))
    expect(log.indexOf('sudo <-n> <sg> <vyattacfg> <-c> <config-mgmt commit_confirm -t 2 -y>')).toBe(
      log.indexOf('my_commit') - 1,
    )
  })

  it('that undoes goes on where a delete finds nothing', async () => {
    await stub('my_delete', 'echo "Nothing to delete"; exit 1')
    const lines = ['delete interfaces vxlan vxlan100', 'commit', ...LINES]
    const { code, log } = await runSession(aSession({ lines, before: null, after: null, undoes: true }))
    expect(code).toBe(0)
    expect(log).toContain('my_set <interfaces> <vxlan> <vxlan100> <vni> <100>')
  })
})
