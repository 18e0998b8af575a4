import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyChangeNode } from '@/e2e/change/any-change'
import { parseChange } from '@/lib/model/change'
import type { FdbEntry, Link } from '@/lib/model/reading'
import { aFloodEntry, aVxlanLink } from '@/lib/overlay/testing'
import { compareExpect } from './expect'
import { planChange } from './plan'
import { factsOf, linuxFacts, OPTIONS, someLinks, VYOS_RELEASES, type VyosRelease, vyosFacts } from './testing'
import { lineWords } from './vyos-grammar'

/** A kernel in small: VXLAN devices and their flood lists, as the commands of iproute2 make them. */
interface Kernel {
  links: Map<string, Link>
  fdb: FdbEntry[]
}

const words = (line: string): string[] =>
  (line.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? []).map(word => word.replace(/'([^']*)'|\\(')/g, '$1$2'))

const valueAfter = (argv: readonly string[], key: string): string | null => {
  const at = argv.indexOf(key)
  return at < 0 ? null : (argv[at + 1] ?? null)
}

const number = (text: string | null): number | null => (text === null ? null : Number(text))
const tos = (text: string | null) => (text === null || text === '0x0' ? null : text)

const optionsOf = (argv: readonly string[], old: Partial<NonNullable<Link['vxlan']>>) => ({
  ttl: number(valueAfter(argv, 'ttl')) ?? old.ttl ?? 0,
  tos: valueAfter(argv, 'tos') === null ? (old.tos ?? null) : tos(valueAfter(argv, 'tos')),
  df: valueAfter(argv, 'df') ?? old.df ?? 'unset',
  learning: argv.includes('nolearning') ? false : argv.includes('learning') ? true : (old.learning ?? true),
  ageing: number(valueAfter(argv, 'ageing')) ?? old.ageing ?? 300,
})

const addLink = ({ links, fdb }: Kernel, argv: readonly string[]): void => {
  const [name = '', bum] = [valueAfter(argv, 'name') ?? '', valueAfter(argv, 'group') ?? valueAfter(argv, 'remote')]
  if (links.has(name)) throw new Error('File exists')
  const vxlan = {
    vni: number(valueAfter(argv, 'id')),
    group: valueAfter(argv, 'group'),
    remote: valueAfter(argv, 'remote'),
    local: valueAfter(argv, 'local'),
    port: number(valueAfter(argv, 'dstport')),
    ...optionsOf(argv, {}),
  }
  const mac = valueAfter(argv, 'address') ?? '02:00:00:00:00:64'
  links.set(
    name,
    aVxlanLink(name, vxlan, { link: valueAfter(argv, 'dev'), mtu: 1450, up: false, mac, evidence: 'vxlan' }),
  )
  if (bum) fdb.push(aFloodEntry(bum, { ifname: name }))
}

const linkSet = ({ links }: Kernel, [, , , , name = '', word = '', value = '', ...more]: readonly string[]): void => {
  const link = links.get(name)
  if (!link?.vxlan) throw new Error('Cannot find device')
  if (word === 'up') link.up = true
  else if (word === 'mtu') link.mtu = Number(value)
  else if (word === 'alias') link.alias = value === '' ? null : value
  else if (word === 'master') link.master = value
  else if (word === 'nomaster') link.master = null
  else if (word === 'type') Object.assign(link.vxlan, optionsOf(more, link.vxlan))
  else throw new Error(`what is ${word}?`)
}

const apply = (kernel: Kernel, line: string): void => {
  const argv = words(line)
  const [program, object, verb, subject = ''] = argv
  const command = `${program} ${object} ${verb}`
  const name = valueAfter(argv, 'dev') ?? ''
  const link = kernel.links.get(name)
  if (command === 'ip link add') addLink(kernel, argv)
  else if (command === 'ip link set') linkSet(kernel, argv)
  else if (command === 'ip link delete') {
    if (!kernel.links.delete(name)) throw new Error('Cannot find device')
    kernel.fdb = kernel.fdb.filter(({ ifname }) => ifname !== name)
  } else if (command === 'bridge fdb append') kernel.fdb.push(aFloodEntry(valueAfter(argv, 'dst'), { ifname: name }))
  else if (command === 'bridge fdb del') {
    const at = kernel.fdb.findIndex(({ ifname, dst }) => ifname === name && dst === valueAfter(argv, 'dst'))
    if (at < 0) throw new Error('No such file or directory')
    kernel.fdb.splice(at, 1)
  } else if (command === 'ip addr add') {
    const [address = '', length] = subject.split('/')
    link?.addresses.push({ address, prefixlen: Number(length), scope: 'global' })
  } else if (command === 'ip addr del') {
    const at = link?.addresses.findIndex(({ address, prefixlen }) => `${address}/${prefixlen}` === subject) ?? -1
    if (at < 0) throw new Error('Cannot assign requested address')
    link?.addresses.splice(at, 1)
  } else if (!line.startsWith('bridge vlan ') && !/^(?:printf|rm|rmdir|netplan|networkctl) /.test(line))
    throw new Error(line)
}

const factsIn = ({ links, fdb }: Kernel) =>
  linuxFacts(someLinks(...structuredClone([...links.values()])), {}, { fdb: [...fdb] })
const stateOf = ({ links, fdb }: Kernel) => ({
  links: [...links.values()].map(link => ({
    ...link,
    addresses: link.addresses.map(each => `${each.address}/${each.prefixlen}`).sort(),
  })),
  fdb: fdb.map(({ ifname, dst }) => `${ifname} ${dst}`).sort(),
})

const planIn = (kernel: Kernel, node: Record<string, unknown>) => {
  const facts = factsIn(kernel)
  const change = parseChange({ nodes: [node] })
  const plan = change.ok ? planChange(change.value, factsOf({ n1: facts }), OPTIONS) : null
  return plan?.ok ? (plan.value.nodes[0] ?? null) : null
}

describe('a plan and its undo, in a kernel in small', () => {
  it('what was expected is there after the commands, and what was before after the undo', () => {
    let updates = 0
    fc.assert(
      fc.property(anyChangeNode('linux'), anyChangeNode('linux'), (made, changed) => {
        const kernel: Kernel = { links: new Map(), fdb: [] }
        const create = planIn(kernel, { ...made, persist: 'none' })
        if (!create) return
        const before = stateOf(kernel)
        for (const line of create.commands) apply(kernel, line)
        expect(compareExpect(create.expect, factsIn(kernel).reading ?? raise()).differences).toEqual([])
        const there = stateOf(kernel)

        const { vni: _vni, persist: _persist, ...fields } = changed
        for (const node of [
          { ...fields, action: 'update', name: create.name },
          { node: 'n1', action: 'delete', name: create.name },
        ]) {
          const plan = planIn(kernel, node)
          if (!plan) continue
          updates += 1
          for (const line of plan.commands) apply(kernel, line)
          expect(compareExpect(plan.expect, factsIn(kernel).reading ?? raise()).differences).toEqual([])
          for (const line of plan.undo) apply(kernel, line)
          expect(compareExpect(plan.before, factsIn(kernel).reading ?? raise()).differences).toEqual([])
          expect(stateOf(kernel)).toEqual(there)
        }

        for (const line of create.undo) apply(kernel, line)
        expect(stateOf(kernel)).toEqual(before)
      }),
      { numRuns: 150, seed: 7348 },
    )
    expect(updates).toBeGreaterThan(40)
  }, 30_000)
})

const raise = (): never => {
  throw new Error('nothing was read')
}

/** VyOS's configuration in small: paths; a leaf with one value is overwritten. */
const applyVyos = (config: Set<string>, line: string): void => {
  const [verb, , ...path] = lineWords(line)
  const key = path.join('\0')
  if (verb === 'set') {
    const many = path[0] === 'bridge' || ['address', 'remote'].includes(path[2] ?? '') || path.at(-1) === 'nolearning'
    const leaf = `${path.slice(0, -1).join('\0')}\0`
    if (!many)
      for (const each of config)
        if (each.startsWith(leaf) && each.split('\0').length === path.length) config.delete(each)
    config.add(key)
  } else if (verb === 'delete')
    for (const each of config) if (each === key || each.startsWith(`${key}\0`)) config.delete(each)
}

describe("a plan and its undo, in VyOS's configuration in small", () => {
  it.each<VyosRelease>(['helium', 'crux', 'equuleus', 'sagitta'])(
    '%s: the undo gives back the very configuration',
    release => {
      const link = aVxlanLink(
        'vxlan7',
        { vni: 7, group: '239.1.1.7', port: 8472, ttl: 16 },
        { link: 'eth1', mtu: 1450 },
      )
      const dev = release === 'helium' || release === 'crux' ? 'link eth1' : 'source-interface eth1'
      const config = ['vni 7', dev, 'group 239.1.1.7', 'mtu 1450', 'ip arp-cache-timeout 30'].map(leaf => [
        'vxlan',
        'vxlan7',
        ...leaf.split(' '),
      ])
      const other = ['vxlan', 'vxlan9', 'vni', '9']
      const facts = vyosFacts(VYOS_RELEASES[release], someLinks(link), {
        vyos: { leaves: [], config: [...config, other] },
      })
      let planned = 0
      fc.assert(
        fc.property(anyChangeNode('vyos'), fc.constantFrom('update', 'delete'), (fields, action) => {
          const { vni: _vni, persist: _persist, ...rest } = fields
          const node =
            action === 'update' ? { ...rest, action, name: 'vxlan7' } : { node: 'n1', action, name: 'vxlan7' }
          const change = parseChange({ nodes: [node] })
          const plan = change.ok ? planChange(change.value, factsOf({ n1: facts }), OPTIONS) : null
          const made = plan?.ok ? plan.value.nodes[0] : undefined
          if (!made) return
          planned += 1
          const before = new Set([...config, other].map(path => path.join('\0')))
          const running = new Set(before)
          for (const line of made.commands) applyVyos(running, line)
          expect([...running]).toContain(other.join('\0'))
          if (action === 'update') expect([...running]).toContain('vxlan\0vxlan7\0ip\0arp-cache-timeout\x0030')
          for (const line of made.undo) applyVyos(running, line)
          expect([...running].sort()).toEqual([...before].sort())
        }),
        { numRuns: 150, seed: 1 },
      )
      expect(planned).toBeGreaterThan(10)
    },
    30_000,
  )
})
