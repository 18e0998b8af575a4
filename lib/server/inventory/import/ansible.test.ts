import { describe, expect, it } from 'vitest'
import { importAnsible } from './ansible'
import { expandRanges } from './host-range'

const nodesOf = (text: string) => importAnsible(text, []).candidates.map(({ node }) => node)

const INI = `# comment
bastion ansible_host=192.0.2.1 ansible_port=2222

[leafs]
leaf[01:03] ansible_user=ops   # the racks
spine1:8022 ansible_host="10.0.0.9"

[vyos]
leaf01 ansible_network_os=vyos

[dc1:children]
leafs

[leafs:vars]
ansible_user = from-group
ansible_ssh_private_key_file=~/.ssh/lab

[all:vars]
ansible_user=from-all
ansible_ssh_common_args='-o ProxyCommand="ssh -W %h:%p -q ops@192.0.2.1"'
`

const YAML = `all:
  vars:
    ansible_user: from-all
    ansible_password: !vault |
      $ANSIBLE_VAULT;1.1;AES256
      6162
  hosts:
    bastion: { ansible_host: 192.0.2.1, ansible_port: 2222 }
  children:
    dc1:
      children:
        leafs:
          vars: { ansible_user: from-group }
          hosts:
            leaf[1:2]: { ansible_host: 10.0.0.1 }
            leaf1:
              ansible_host: "{{ secret }}"
`

describe('importAnsible', () => {
  it('reads the INI form: hosts, ranges, ports, variables of host and groups', () => {
    const jump = { proxyJump: 'ops@192.0.2.1' }
    const leaf = { user: 'ops', identityFile: '~/.ssh/lab', ...jump, tags: ['dc1', 'leafs'] }
    expect(nodesOf(INI)).toEqual([
      { name: 'bastion', host: '192.0.2.1', port: 2222, user: 'from-all', ...jump },
      { name: 'leaf01', ...leaf, platform: 'vyos', tags: ['dc1', 'vyos', 'leafs'] },
      { name: 'leaf02', ...leaf },
      { name: 'leaf03', ...leaf },
      { name: 'spine1', host: '10.0.0.9', port: 8022, ...leaf, user: 'from-group' },
    ])
  })

  it('reads the YAML form, and takes neither passwords nor templates', () => {
    const { candidates, notes } = importAnsible(YAML, [])
    expect(candidates.map(({ node }) => node)).toEqual([
      { name: 'bastion', host: '192.0.2.1', port: 2222, user: 'from-all' },
      { name: 'leaf1', user: 'from-group', tags: ['dc1', 'leafs'] },
      { name: 'leaf2', host: '10.0.0.1', user: 'from-group', tags: ['dc1', 'leafs'] },
    ])
    expect(notes).toContain('leaf1: ansible_host is a template, not taken')
    expect(notes.join('\n')).toContain('bastion, leaf1, leaf2: the password is not taken')
    expect(JSON.stringify(importAnsible(YAML, []))).not.toContain('6162')
  })

  it('marks what is in the inventory, by its name or its place', () => {
    const existing = [{ name: 'leaf02' }, { name: 'other', host: '192.0.2.1', port: 2222 }]
    const present = importAnsible(INI, existing).candidates.map(candidate => candidate.present)
    expect(present).toEqual(['other', null, 'leaf02', null, null])
  })

  it('names a host that can be no node, with the reason', () => {
    const { candidates, skipped } = importAnsible('leaf1 ansible_host=-oProxyCommand=x\nleaf2 ansible_port=99999\n', [])
    expect(candidates).toEqual([])
    expect(skipped.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
      expect.stringContaining('leaf1 host: expected'),
      expect.stringContaining('leaf2 port: expected'),
    ])
  })

  it('gives a host whose name can be no name the nearest, and keeps where it is', () => {
    expect(nodesOf('"fe80::1"\nleaf_1\n')).toEqual([{ name: 'fe80-1', host: 'fe80::1' }, { name: 'leaf_1' }])
  })

  it('says of groups that hold themselves, and reads their hosts all the same', () => {
    const { candidates, notes } = importAnsible(
      '[a]\nh1\n[a:children]\nb\n[b:children]\na\n[b:vars]\nansible_user=x\n',
      [],
    )
    expect(candidates.map(({ node }) => node)).toEqual([{ name: 'h1', user: 'x', tags: ['a', 'b'] }])
    expect(notes).toContain('groups that hold themselves: a, b')
  })

  it.each([
    ['wrong indentation', 'all:\n  hosts:\n  a:\n b: 1\n', 'line 3: wrong indentation; expected keys of one mapping'],
    ['a tab', 'all:\n  hosts:\n\t a: 1\n', 'line 3: a tab as indentation; expected blanks'],
    ['circles', 'all:\n  hosts:\n    a: &x { b: *x, c: *x }\n', 'line 3: an alias inside of what it stands for'],
  ])('says once, with its line, what can not be read: %s', (_case, text, said) => {
    const { notes } = importAnsible(text, [])
    expect(notes).toEqual([expect.stringContaining(said)])
  })

  it.each([
    ['a range without end', 'h[1:99999999999]\n'],
    ['ranges in ranges', 'h[1:999][1:999][1:999]\n'],
    ['10 MB of one line', 'x'.repeat(10_000_000)],
    ['10 MB of hosts', Array.from({ length: 1_000_000 }, (_, i) => `host${i} a=1`).join('\n')],
    ['10 MB of dashes', `a: \n ${'- '.repeat(5_000_000)}`],
    ['10 MB of brackets', `all:\n  hosts: ${'['.repeat(10_000_000)}`],
    [
      'an alias bomb',
      `a: &a {x: 1}\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a, *a, *a]`).join('\n')}`,
    ],
    [
      'groups in groups in groups',
      `a:\n${Array.from({ length: 60 }, (_, i) => `${' '.repeat(i + 1)}children:\n`).join('')}`,
    ],
    ['nothing', ''],
    ['prototype names', '__proto__ constructor=1 ansible_network_os=constructor\n[toString:vars]\n__proto__=1\n'],
  ])(
    'has an end and throws nothing: %s',
    (_case, text) => {
      const { candidates, skipped, notes } = importAnsible(text, [])
      expect(candidates.length + skipped.length).toBeLessThanOrEqual(5000)
      expect(notes.length).toBeLessThanOrEqual(51)
    },
    30_000,
  )
})

describe('expandRanges', () => {
  it.each([
    ['leaf[01:03]', ['leaf01', 'leaf02', 'leaf03']],
    ['[a:c].lab', ['a.lab', 'b.lab', 'c.lab']],
    ['h[1:5:2]', ['h1', 'h3', 'h5']],
    ['r[1:2]n[1:2]', ['r1n1', 'r1n2', 'r2n1', 'r2n2']],
    ['plain', ['plain']],
  ])('%s', (pattern, names) => expect(expandRanges(pattern)).toEqual(names))

  it.each(['h[3:1]', 'h[a:3]', 'h[001:10]', 'h[1:2:0]', 'h[1:6000]'])('refuses %s', pattern => {
    expect(expandRanges(pattern)).toBeNull()
  })
})
