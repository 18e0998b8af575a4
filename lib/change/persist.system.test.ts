import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findProgram } from '@/e2e/lab/programs'
import { run } from '@/e2e/lab/run'
import { whyNoLab } from '@/e2e/lab/testing'
import type { Expect, PlanNode } from '@/lib/model/plan'
import type { Reading } from '@/lib/model/reading'
import { buildScript, NO_NEEDS, PROBE, parseAnswers, parseProbe, parseReading, readingQueries } from '@/lib/platform'
import { compareExpect } from './expect'
import { linuxFacts, planOf, someLinks } from './testing'

const NETWORKD = '/usr/lib/systemd/systemd-networkd'
const whyNoNamespaces = await whyNoLab()
const whyNoNetworkd = whyNoNamespaces ?? (existsSync(NETWORKD) ? null : 'no systemd-networkd (apt-get install systemd)')
const whyNoNetplan = findProgram('netplan') ? null : 'no netplan (apt-get install netplan.io)'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-persist-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const BARE = { node: 'n1', action: 'create', link: 'eth1' }
/** One device each; no two have both VNI and port in common. */
const CHANGES = {
  group: { ...BARE, group: '239.1.1.100', addresses: ['10.100.0.1/24', '2001:db8:64::1/64'] },
  options: {
    ...BARE,
    group: '239.1.1.101',
    ttl: 16,
    tos: 16,
    df: 'set',
    learning: false,
    ageing: 60,
    mtu: 1400,
    port: 8472,
  },
  quiet: { ...BARE, group: '239.1.1.102', df: 'unset', learning: true, ttl: 0, description: 'it\'s "blue" $(x) # y' },
  remote: { ...BARE, remotes: ['10.0.2.254'], local: '10.0.2.1' },
  six: { ...BARE, group: 'ff05::100' },
  sixremote: { ...BARE, remotes: ['2001:db8:2::9'], local: '2001:db8:2::1' },
  bridged: { ...BARE, group: '239.1.1.103', bridge: 'br0' },
  alone: { node: 'n1', action: 'create', remotes: ['10.0.2.9'] },
}
const NETWORKD_ALONE = {
  many: { ...BARE, remotes: ['10.0.2.254', '10.0.2.253', '10.0.2.252'] },
  both: { ...BARE, group: '239.1.1.104', remotes: ['10.0.2.77'] },
  inherit: { ...BARE, group: '239.1.1.105', df: 'inherit', tos: 1 },
}

const facts = (file: string) =>
  linuxFacts(
    someLinks(),
    {
      netplan: '0.106',
      networkFiles: ['eth1', 'br0'].map(name => ({
        ifindex: name === 'eth1' ? 3 : 5,
        file: `${file}-${name}.network`,
      })),
    },
    {},
  )

const plansOf = (changes: Readonly<Record<string, object>>, persist: 'netplan' | 'networkd'): PlanNode[] =>
  Object.entries(changes).map(([key, change], index) => {
    const file = persist === 'netplan' ? '/run/systemd/network/10-netplan' : '/etc/systemd/network/20'
    return planOf({ ...change, name: `vx-${key}`, vni: 100 + index, persist }, facts(file))
  })

/** Writes a plan's files by its own commands, with the system's folder in one of ours. */
const writeFiles = async (plans: readonly PlanNode[], from: string, to: string) => {
  const lines = plans.flatMap(({ commands }) => commands.filter(command => command.startsWith('printf ')))
  expect(lines.length).toBeGreaterThan(0)
  const outcome = await run(['sh', '-ec', lines.join('\n').replaceAll(from, to)])
  expect(outcome).toMatchObject({ code: 0, stderr: '' })
}

/** Starts networkd over these files in namespaces of its own, waits for the devices, and prints a reading. */
const networkdScript = (files: string, names: readonly string[], queries: string): string => `
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
chown -R systemd-network /run/systemd/netif 2>/dev/null
mkdir -p /etc/systemd/network && mount --bind ${files} /etc/systemd/network
mount --bind /sys /sys && mount -o remount,ro,bind /sys
ip link set lo up
ip link add eth1 type veth peer name far && ip link set far up && ip link add br0 type bridge
${NETWORKD} >${files}.log 2>&1 & P=$!
n=0
until [ "$(ip -o link | grep -c '${names.map(name => ` ${name}: <[^>]*[,<]UP`).join('\\|')}')" = ${names.length} ] || [ $n -ge 100 ]; do n=$((n + 1)); sleep 0.2; done
n=0
until [ "$(ip -o addr | grep -c ' vx-group .*10.100.0.1/24')" = 1 ] || [ $n -ge 50 ]; do n=$((n + 1)); sleep 0.2; done
sh -s <<'QUERIES'
${queries}
QUERIES
kill $P
`

const PROFILE_SCRIPT = buildScript(PROBE)

const readBy = async (files: string, names: readonly string[]): Promise<Reading> => {
  const probed = parseAnswers(PROBE, (await run(['sh', '-c', PROFILE_SCRIPT])).stdout)
  const profile = probed.ok ? parseProbe(probed.value, 'linux') : null
  if (!profile?.ok) throw new Error('no iproute2')
  const queries = readingQueries(profile.value, NO_NEEDS)
  const script = networkdScript(files, names, buildScript(queries))
  const { stdout } = await run(['unshare', '--net', '--mount', '--propagation', 'private', 'bash', '-c', script])
  const answers = parseAnswers(queries, stdout)
  const reading = answers.ok ? parseReading(profile.value, answers.value, 0) : null
  if (!reading?.ok) throw new Error(await readFile(`${files}.log`, 'utf8'))
  return reading.value
}

/** Old networkd can't set a device's alias. */
const withoutAlias = ({ alias: _, ...expected }: Expect): Expect => expected

const compare = (plans: readonly PlanNode[], reading: Reading) =>
  plans.map(({ name, expect: expected }) => [name, compareExpect(withoutAlias(expected), reading).differences])
const nothing = (plans: readonly PlanNode[]) => plans.map(({ name }) => [name, []])

const complaints = async (files: string): Promise<string[]> =>
  (await readFile(`${files}.log`, 'utf8'))
    .split('\n')
    .filter(
      line =>
        /vx-|\.netdev|\.network|\.conf/.test(line) &&
        /ignor|invalid|unknown|fail/i.test(line) &&
        !/state file/.test(line),
    )

describe("networkd's files", () => {
  it('make networkd itself make each device as planned, in namespaces of its own', async context => {
    context.skip(whyNoNetworkd !== null, whyNoNetworkd ?? '')
    const plans = plansOf({ ...CHANGES, ...NETWORKD_ALONE }, 'networkd')
    const files = path.join(folder, 'network')
    await mkdir(files)
    await writeFile(
      path.join(files, '20-eth1.network'),
      '[Match]\nName=eth1\n[Network]\nAddress=10.0.2.1/24\nAddress=2001:db8:2::1/64\n',
    )
    await writeFile(path.join(files, '20-br0.netdev'), '[NetDev]\nName=br0\nKind=bridge\n')
    await writeFiles(plans, '/etc/systemd/network', files)
    const reading = await readBy(
      files,
      plans.map(({ name }) => name),
    )
    expect(await complaints(files)).toEqual([])
    expect(compare(plans, reading)).toEqual(nothing(plans))
  })
})

describe("netplan's file", () => {
  const BASE = `network:
  version: 2
  renderer: networkd
  ethernets:
    eth1: { addresses: [10.0.2.1/24, "2001:db8:2::1/64"] }
  bridges:
    br0: {}
`
  const generate = async (plans: readonly PlanNode[]): Promise<string> => {
    const netplan = path.join(folder, 'etc', 'netplan')
    await mkdir(netplan, { recursive: true })
    await writeFile(path.join(netplan, '10-base.yaml'), BASE, { mode: 0o600 })
    await writeFiles(plans, '/etc/netplan', netplan)
    expect(await run(['netplan', 'generate', '--root-dir', folder])).toEqual({ code: 0, stdout: '', stderr: '' })
    return path.join(folder, 'run', 'systemd', 'network')
  }

  it('is taken by netplan, and what comes out equals the plan', async context => {
    context.skip(whyNoNetplan !== null, whyNoNetplan ?? '')
    const plans = plansOf(CHANGES, 'netplan')
    const files = await generate(plans)
    const keysOf = (text: string) =>
      Object.fromEntries(
        text
          .split('\n')
          .filter(line => line.includes('='))
          .map(line => line.split('=', 2)),
      )
    for (const { name, expect: expected } of plans) {
      const made = keysOf(await readFile(path.join(files, `10-netplan-${name}.netdev`), 'utf8'))
      expect([
        name,
        made.VNI,
        made.Group ?? null,
        made.Remote ?? null,
        made.Local ?? null,
        made.DestinationPort,
        made.MTUBytes,
      ]).toEqual([
        name,
        String(expected.vni),
        expected.group,
        expected.remote,
        expected.local,
        String(expected.port),
        String(expected.mtu),
      ])
    }
    expect((await readdir(files)).filter(name => name.endsWith('.netdev')).length).toBe(plans.length + 1)
  })

  it('makes networkd make each device as planned', async context => {
    const why = whyNoNetplan ?? whyNoNetworkd
    context.skip(why !== null, why ?? '')
    const plans = plansOf(CHANGES, 'netplan')
    const files = await generate(plans)
    const reading = await readBy(
      files,
      plans.map(({ name }) => name),
    )
    expect(await complaints(files)).toEqual([])
    expect(compare(plans, reading)).toEqual(nothing(plans))
  })
})
