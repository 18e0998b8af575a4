import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fleet, startFleet } from '@/e2e/fleet/fleet'
import { seed2014Nodes } from '@/e2e/fleet/scenarios'
import { FdbAnswer, OverlayAnswer } from '@/lib/model/api'

const BIN = fileURLToPath(new URL('./bin.mjs', import.meta.url))

let folder: string
let fleet: Fleet

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-cli-'))
  fleet = await startFleet({ nodes: seed2014Nodes(), stateDir: folder })
})
afterAll(async () => {
  await fleet.stop()
  await rm(folder, { recursive: true })
})

const vxscope = (...argv: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', chunk => {
      stdout += chunk
    })
    child.stderr.on('data', chunk => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', status => resolve({ status, stdout, stderr }))
  })

describe('vxscope as a process, over the simulated fleet', () => {
  it('snapshot gives the body of /overlay', async () => {
    const { status, stdout, stderr } = await vxscope('snapshot', '--json', '--config', fleet.configFile)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const overlay = OverlayAnswer.parse(JSON.parse(stdout))
    expect(overlay.nodes.map(({ name, status: each }) => `${name} ${each}`)).toEqual([
      'ubuntu connected',
      'vyos01 connected',
      'vyos02 connected',
    ])
    expect(overlay.groups).toMatchObject([{ vni: 42, address: '239.1.1.1' }])
  })

  it('fdb filters as the FDB page does', async () => {
    const { status, stdout } = await vxscope('fdb', 'node:ubuntu', 'vni:42', '--json', '--config', fleet.configFile)
    expect(status).toBe(0)
    const { rows, total } = FdbAnswer.parse(JSON.parse(stdout))
    expect(total).toBe(rows.length)
    expect(new Set(rows.map(({ node, vni }) => `${node} ${vni}`))).toEqual(new Set(['ubuntu 42']))
  })

  it('check finds nothing where nothing is wrong', async () => {
    const { status, stdout } = await vxscope('check', '--config', fleet.configFile)
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Nothing found by \d+ checks over 3 nodes\.\n$/),
    })
  })

  it('a node that offers another key makes it 3; the others are shown', async () => {
    await fleet.setFault('vyos01', 'wrong-host-key')
    try {
      const { status, stdout, stderr } = await vxscope('fdb', 'vni:42', '--config', fleet.configFile)
      expect(status).toBe(3)
      expect(stdout).toContain('ubuntu  vxlan0')
      expect(stderr).toMatch(/^vyos01: hostKeyChanged: /)
      const trusted = await vxscope('trust', 'vyos01', '--yes', '--config', fleet.configFile)
      expect(trusted).toMatchObject({ status: 1, stdout: expect.stringContaining('ANOTHER KEY') })
    } finally {
      await fleet.setFault('vyos01', null)
    }
  })

  it('a reader that goes away is no fault', async () => {
    const child = spawn(process.execPath, [BIN, 'fdb', '--json', '--config', fleet.configFile])
    let stderr = ''
    child.stderr.on('data', chunk => {
      stderr += chunk
    })
    child.stdout.destroy()
    const status = await new Promise(resolve => child.on('close', resolve))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})
