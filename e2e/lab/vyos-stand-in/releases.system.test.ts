import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { main } from '@/lib/cli/main'
import { createTestIo } from '@/lib/cli/test-io'
import { type LabInfo, labDown, labExec, labUp } from '../lab'
import { uniqueInstance, whyNoChanges } from '../testing'

const why = await whyNoChanges()
beforeEach(context => context.skip(why !== null, why ?? ''))
vi.setConfig({ testTimeout: 120_000 })

const name = uniqueInstance('aplr')
let lab: LabInfo

beforeAll(async () => {
  if (why !== null) return
  lab = await labUp({ name, scenario: 'vyos-releases' })
  const text = await readFile(lab.configFile, 'utf8')
  await writeFile(path.join(lab.dir, 'changes.yaml'), text.replace('readOnly: true', 'readOnly: false'))
})
afterAll(async () => {
  if (why === null) await labDown(name)
})

const NODES = ['vyos12', 'vyos13', 'vyos14', 'vyos15', 'ubuntu']

const apply = async (nodeOf: (node: string, index: number) => Record<string, unknown>) => {
  const file = path.join(lab.dir, 'change.json')
  await writeFile(file, JSON.stringify({ nodes: NODES.map((node, index) => ({ node, ...nodeOf(node, index) })) }))
  const { io, stdout, stderr } = createTestIo()
  const argv = ['apply', file, '--yes', '--at-once', '-c', path.join(lab.dir, 'changes.yaml')]
  const status = await main(argv, io)
  return { status, said: `${stdout()}${stderr()}` }
}

const on = async (node: string, script: string): Promise<string> =>
  (await labExec(name, node, ['sh', '-c', script])).stdout

it('each release line makes the device that was planned, changes it and removes it', async () => {
  const made = await apply((_, index) => ({
    ...{ action: 'create', name: 'vxlan100', vni: 100, group: '239.1.1.100', link: 'eth1', port: 4789, mtu: 1450 },
    addresses: [`10.100.0.${index + 1}/24`],
  }))
  expect(made).toMatchObject({ status: 0 })
  for (const node of NODES) {
    expect(JSON.parse(await on(node, 'ip -d -j link show dev vxlan100'))).toMatchObject([
      { mtu: 1450, linkinfo: { info_data: { id: 100, group: '239.1.1.100', link: 'eth1', port: 4789 } } },
    ])
  }
  for (const [index] of NODES.entries())
    if (index > 0) expect(await on('vyos12', `ping -c1 -W5 10.100.0.${index + 1}`)).toContain('1 received')

  const changed = await apply(() => ({ action: 'update', name: 'vxlan100', vni: 100, group: '239.1.1.101' }))
  expect(changed).toMatchObject({ status: 0 })
  for (const node of NODES) expect(await on(node, 'ip -d link show dev vxlan100')).toContain('group 239.1.1.101')

  const gone = await apply(() => ({ action: 'delete', name: 'vxlan100', vni: 100 }))
  expect(gone).toMatchObject({ status: 0 })
  for (const node of NODES) {
    expect(await on(node, 'ls /sys/class/net | grep vxlan; ls -d /tmp/vxscope-* 2>/dev/null')).toBe('')
    if (node !== 'ubuntu') expect(await on(node, 'cat /config/config.boot')).not.toContain('vxlan100')
  }
})
