import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChecksAnswer } from '@/lib/model/finding'
import { renderJunit } from './check-junit'
import { main } from './main'
import { createTestIo } from './test-io'

let home: string
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'vxscope-cli-'))
  await writeFile(path.join(home, 'vxscope.yaml'), 'nodes: [{ name: a, host: 127.0.0.1, port: 1, user: ops }]')
})
afterEach(() => rm(home, { recursive: true }))

const check = async (...words: string[]) => {
  const { io, stdout, stderr } = createTestIo({ home })
  const status = await main(['check', '-c', path.join(home, 'vxscope.yaml'), ...words], io)
  return { status, stdout: stdout(), stderr: stderr() }
}

/** The command is bundled and loaded when it is first asked for, and other tests run beside. */
const SLOW = 30_000

describe('vxscope check', { timeout: SLOW }, () => {
  it('a node that can not be reached is a finding, and makes it 3', async () => {
    const { status, stdout } = await check()
    expect(status).toBe(3)
    expect(stdout).toMatch(/^SEVERITY +SUBJECT +CHECK +VERDICT\nerror +node:a +nodeUnreachable +a: /)
  })

  it('--json answers as the REST API does', async () => {
    const { findings, checks } = ChecksAnswer.parse(JSON.parse((await check('--json')).stdout))
    expect(findings.map(({ id }) => id)).toEqual(['nodeUnreachable/node:a'])
    expect(checks.length).toBeGreaterThan(20)
  })

  it('leaves out what is silenced, and says how many are', async () => {
    const silence = { finding: null, check: 'nodeUnreachable', subject: null, who: 'ops', reason: 'moved', id: 'a' }
    const [at, until] = ['2026-01-01T00:00:00.000Z', new Date(Date.now() + 3_600_000).toISOString()]
    await mkdir(path.join(home, 'vxscope.history'))
    await writeFile(path.join(home, 'vxscope.history/silences.json'), JSON.stringify([{ ...silence, at, until }]))
    expect((await check()).stdout).toBe('Nothing found by 30 checks over 1 node.\n1 finding is silenced.\n')
    expect(JSON.parse((await check('--json')).stdout)).toMatchObject({ findings: [], silenced: 1 })
    expect((await check('--junit')).stdout).toContain('failures="0" errors="0" skipped="1"')
  })

  it('two formats at once are bad usage', async () => {
    expect((await check('--json', '--junit')).status).toBe(2)
  })
})

describe('JUnit', () => {
  const about = { id: 'portMismatch', severity: 'error', means: 'Ends <differ>.', how: '' } as const
  const head = { revision: 'a-1', at: '2026-11-22T12:00:00.000Z', now: '2026-11-22T12:00:00.000Z' }
  const finding = {
    ...{ id: 'x', check: 'portMismatch', severity: 'error', subject: 'vni:42' },
    verdict: 'a "b" & <c>\u0007',
    ...{ evidence: [], fix: [{ node: 'a', commands: ['x > y'] }], causedBy: null, since: head.at },
    ...{ times: 1, before: [], silence: null },
  } as const
  const answer = (findings: unknown[]) => ChecksAnswer.parse({ ...head, findings, silenced: 0, checks: [about] })

  it('is a failure for each finding, and nothing a node says leaves its place', () => {
    const xml = renderJunit(answer([finding]))
    expect(xml).toContain('tests="1" failures="1"')
    expect(xml).toContain('message="a &quot;b&quot; &amp; &lt;c&gt;\ufffd">on a: x &gt; y')
  })

  it('does not fail for what is worth knowing alone', () => {
    expect(renderJunit(answer([{ ...finding, severity: 'info' }]))).toContain('failures="0"')
  })

  it('has a case that passes for a check without findings', () => {
    expect(renderJunit(answer([]))).toContain(
      '<testcase classname="vxscope.portMismatch" name="Ends &lt;differ&gt;."/>',
    )
  })
})
