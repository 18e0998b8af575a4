import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabInfo, labDown, labExec, labUp } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { Plan } from '@/lib/model/plan'

const BIN = path.join(import.meta.dirname, '../../lib/cli/bin.mjs')
const why = await whyNoLab()
beforeEach(context => context.skip(why !== null, why ?? ''))

const name = uniqueInstance('q')
let lab: LabInfo
beforeAll(async () => {
  if (why === null) lab = await labUp({ name })
})
afterAll(async () => {
  if (why === null) await labDown(name)
})

const plan = async (
  change: object,
  ...more: string[]
): Promise<{ status: number | null; stdout: string; stderr: string }> => {
  const file = path.join(lab.dir, 'change.json')
  await writeFile(file, JSON.stringify(change))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, 'plan', file, '--config', lab.configFile, ...more])
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
}

const create = (node: string, over: object = {}) => ({
  node,
  action: 'create',
  name: 'vxlan100',
  vni: 100,
  group: '239.1.1.100',
  link: 'eth1',
  ...over,
})

describe('vxscope plan over the lab', () => {
  it('plans each node in its own words, and changes nothing', async () => {
    const links = async () => (await labExec(name, 'ubuntu', ['ip', '-o', 'link'])).stdout
    const before = await links()
    const change = {
      nodes: [
        create('ubuntu', { port: 8472, addresses: ['10.100.0.1/24'] }),
        create('vyos01', { port: 8472, addresses: ['10.100.0.254/24'] }),
      ],
    }
    const { status, stdout, stderr } = await plan(change, '--json')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { nodes, digest } = Plan.parse(JSON.parse(stdout))
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(nodes.map(({ method, commands }) => [method, commands[0]])).toEqual([
      ['linux', 'sudo -n ip link add name vxlan100 type vxlan id 100 group 239.1.1.100 dev eth1 dstport 8472'],
      ['vyos1.1', 'set interfaces vxlan vxlan100 vni 100'],
    ])
    expect(await links()).toBe(before)
    const again = Plan.parse(JSON.parse((await plan(change, '--json')).stdout))
    expect(again.digest).toBe(digest)
  })

  it('shows commands, undo, difference and warnings to a person', async () => {
    const { status, stdout } = await plan({ nodes: [{ node: 'ubuntu', action: 'delete', name: 'vxlan0', vni: 42 }] })
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^ubuntu: delete vxlan0 \(linux, at run time alone\)\n {2}commands\n {4}sudo -n ip link delete dev vxlan0\n {2}undo\n/,
    )
    expect(stdout).toContain('ubuntu leaves VNI 42, which vyos01, vyos02 still have')
  })

  it('refuses all of a change when one node refuses, and names node and field', async () => {
    const { status, stderr } = await plan({
      nodes: [create('ubuntu', { addresses: ['10.0.2.99/24'] }), create('vyos01', { port: 4789 })],
    })
    expect(status).toBe(1)
    expect(stderr).toContain('vyos01: port: VyOS 1.1 has no setting for the port: it is 8472')
  })
})
