import { describe, expect, it } from 'vitest'
import { type ChangeForm, changeFromForm, type FormCase, placeProblems, toChange } from './change-form'
import { EMPTY_FORM, emptyPart, formOf } from './suggest'
import { aDevice, heliumOptions, linuxOptions } from './testing'

const options = new Map(
  [linuxOptions('ubuntu', '10.0.2.1'), heliumOptions('vyos01', '10.0.2.254')].map(each => [each.node, each]),
)
const adding: FormCase = { options, before: new Map() }

const part = (node: string, over: object = {}) => ({ ...emptyPart(node), name: 'vxlan100', link: 'eth1', ...over })
const filled = (over: Partial<ChangeForm> = {}): ChangeForm => ({
  ...EMPTY_FORM,
  ...{ vni: '100', group: '239.1.1.100', port: '8472', mtu: '1450' },
  nodes: [part('ubuntu', { addresses: '10.100.0.1/24' }), part('vyos01')],
  ...over,
})

const problemsOf = (form: ChangeForm, given = adding): string[] => {
  const parsed = changeFromForm(given).safeParse(form)
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('a form of new devices', () => {
  it('is the change that a file would hold', () => {
    expect(changeFromForm(adding).parse(filled())).toEqual({
      nodes: [
        {
          ...{ node: 'ubuntu', action: 'create', name: 'vxlan100', vni: 100, group: '239.1.1.100', link: 'eth1' },
          ...{ port: 8472, mtu: 1450, addresses: ['10.100.0.1/24'] },
        },
        {
          ...{ node: 'vyos01', action: 'create', name: 'vxlan100', vni: 100, group: '239.1.1.100', link: 'eth1' },
          ...{ port: 8472, mtu: 1450 },
        },
      ],
    })
  })

  it('leaves out what a node has no setting for', () => {
    const [ubuntu, vyos01] = toChange(filled({ ttl: '16', learning: 'off', df: 'set' }), adding).nodes
    expect(ubuntu).toMatchObject({ ttl: 16, learning: false, df: 'set' })
    expect(Object.keys(vyos01 ?? {}).filter(field => ['ttl', 'learning', 'df'].includes(field))).toEqual([])
  })

  it('floods to remotes in place of a group', () => {
    const form = filled({ flood: 'remotes', nodes: [part('ubuntu', { remotes: '10.0.2.254, 10.0.2.253' })] })
    expect(toChange(form, adding).nodes[0]).toMatchObject({ remotes: ['10.0.2.254', '10.0.2.253'] })
    expect(toChange(form, adding).nodes[0]).not.toHaveProperty('group')
  })

  it('tells what is wrong at its field', () => {
    const form = filled({
      mtu: '1e3',
      nodes: [part('ubuntu', { addresses: '10.100.0.1' }), part('vyos01', { name: '' })],
    })
    expect(problemsOf(form)).toEqual([
      'mtu: Expected a whole number from 68 to 65485',
      'nodes.0.addresses: Expected an address with its prefix length, as in 10.100.0.1/24',
      expect.stringMatching(/^nodes\.1\.name: Expected a device name/),
    ])
  })

  it('asks for a node', () => {
    expect(problemsOf(filled({ nodes: [] }))).toEqual(['nodes: Choose a node.'])
  })
})

describe('a form of devices that are there', () => {
  const devices = [
    { node: 'ubuntu', device: aDevice({ description: 'blue' }) },
    { node: 'vyos01', device: aDevice({ addresses: ['10.0.1.254/24'], ttl: null, persist: 'vyos' }) },
  ]
  const editing: FormCase = { options, before: new Map(devices.map(({ node, device }) => [node, device])) }
  const form = formOf(devices)

  it('begins with what all have, and with nothing where they differ', () => {
    expect(form).toMatchObject({ vni: '42', group: '239.1.1.1', mtu: '1450', ttl: '', description: '' })
    expect(problemsOf(form, editing)).toEqual(['nodes: Nothing differs from how it is yet.'])
  })

  it('says what differs alone, and of the nodes that it differs on', () => {
    expect(changeFromForm(editing).parse({ ...form, mtu: '1400' }).nodes).toEqual([
      { node: 'ubuntu', action: 'update', name: 'vxlan0', vni: 42, persist: 'none', mtu: 1400 },
      { node: 'vyos01', action: 'update', name: 'vxlan0', vni: 42, persist: 'vyos', mtu: 1400 },
    ])
    const own = { ...form, nodes: form.nodes.map((each, at) => (at === 0 ? { ...each, addresses: '' } : each)) }
    expect(toChange(own, editing).nodes).toEqual([expect.objectContaining({ node: 'ubuntu', addresses: [] })])
  })

  it('keeps a flood list that stands beside a group', () => {
    const both = [{ node: 'ubuntu', device: aDevice({ remotes: ['10.0.2.9'] }) }]
    const given = { options, before: new Map(both.map(({ node, device }) => [node, device])) }
    const [change] = toChange({ ...formOf(both), mtu: '1400' }, given).nodes
    expect(change).not.toHaveProperty('group')
    expect(change).not.toHaveProperty('remotes')
  })
})

describe('placeProblems', () => {
  const nodes = filled().nodes
  it('names nodes at a common field where not all are refused', () => {
    const message = 'VyOS 1.1 has no setting for the port: it is 8472'
    expect(placeProblems([{ node: 'vyos01', field: 'port', message }], { nodes })).toEqual([
      { place: 'port', message: `vyos01: ${message}` },
    ])
    const all = nodes.map(({ node }) => ({ node, field: 'vni', message: 'vxlan7 has it' }))
    expect(placeProblems(all, { nodes })).toEqual([{ place: 'vni', message: 'vxlan7 has it' }])
  })

  it('stands at the node, and at the choice of nodes, where no field is meant', () => {
    const refused = [
      { node: 'vyos01', field: 'node', message: 'could not be asked' },
      { node: 'vyos01', field: '', message: 'there is nothing to change' },
      { node: 'stranger', field: 'name', message: 'not here' },
    ]
    expect(placeProblems(refused, { nodes })).toEqual([
      { place: 'nodes.1.node', message: 'Could not be asked; There is nothing to change' },
      { place: 'nodes', message: 'Not here' },
    ])
  })
})
