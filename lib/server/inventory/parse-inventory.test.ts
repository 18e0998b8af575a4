import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_INVENTORY_BYTES, parseInventory } from './parse-inventory'
import { INVENTORY_EXAMPLE } from './problem'

const parsed = (text: string) => {
  const result = parseInventory(text, 'vxscope.yaml')
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'))
  return result.value
}

const problems = (text: string) => {
  const result = parseInventory(text, 'vxscope.yaml')
  return result.ok ? [] : result.error
}
const messages = (text: string) => problems(text).map(({ message }) => message)

describe('an inventory that is right', () => {
  it('is read with its defaults filled in', () => {
    expect(parsed(INVENTORY_EXAMPLE)).toEqual({
      readOnly: true,
      pollInterval: 2,
      defaults: {},
      nodes: [{ name: 'leaf1', host: '10.0.0.1', user: 'ops' }],
    })
  })

  it('may use every key there is', () => {
    const inventory = parsed(`
readOnly: false
knownHosts: ./known_hosts
pollInterval: 0.5
defaults: { user: vyos, port: 22, identityFile: ~/.ssh/id_ed25519, proxyJump: bastion, passwordEnv: PW }
nodes:
  - { name: vyos01, host: 10.0.0.254, port: 22, platform: vyos, tags: [dc1, spine] }
  - { name: old, host: "fd00::1", passwordFile: ~/pw, proxyJump: "ops@bastion:2222, edge" }
`)
    expect(inventory.readOnly).toBe(false)
    expect(inventory.nodes.map(({ name }) => name)).toEqual(['vyos01', 'old'])
  })

  it('may use anchors, aliases and merge keys, where the own key wins', () => {
    const inventory = parsed(`
nodes:
  - &first { name: a, user: ops, port: 2201, tags: &tags [dc1] }
  - { <<: *first, name: b, port: 2202 }
  - { <<: [{ user: x }, *first], name: c, tags: *tags }
`)
    expect(inventory.nodes).toEqual([
      { name: 'a', user: 'ops', port: 2201, tags: ['dc1'] },
      { name: 'b', user: 'ops', port: 2202, tags: ['dc1'] },
      { name: 'c', user: 'x', port: 2201, tags: ['dc1'] },
    ])
  })

  it('may begin with a byte order mark and end its lines as Windows does', () => {
    expect(parsed('\u{feff}nodes:\r\n  - name: a\r\n').nodes).toEqual([{ name: 'a' }])
  })

  it('is JSON, too', () => {
    expect(parsed('{"nodes": [{"name": "a", "port": 2222}]}').nodes).toEqual([{ name: 'a', port: 2222 }])
  })
})

describe('a value that is wrong', () => {
  it('is told with line, column, place, what was expected and what stood there', () => {
    expect(
      problems('nodes:\n  - { name: a }\n  - { name: b }\n  - name: c\n    host: c\n    user: ops\n    port: ssh\n'),
    ).toEqual([
      {
        file: 'vxscope.yaml',
        line: 7,
        column: 11,
        message: 'vxscope.yaml:7:11: nodes[2].port: expected a whole number from 1 to 65535, got "ssh"',
        expected: 'a whole number from 1 to 65535',
        hint: null,
      },
    ])
  })

  it.each([
    ['port: 0', 'expected a whole number from 1 to 65535, got 0'],
    ['port: 22.5', 'expected a whole number from 1 to 65535, got 22.5'],
    ['port: 1e30', 'expected a whole number from 1 to 65535, got 1e+30'],
    ['port:', 'expected a whole number from 1 to 65535, got nothing'],
    [
      'host: -oProxyCommand=x',
      'expected a host name, an IP address or an alias of ~/.ssh/config, got "-oProxyCommand=x"',
    ],
    ['host: [a]', 'expected a host name, an IP address or an alias of ~/.ssh/config, got a list of 1'],
    ['user: { a: b }', 'expected a login name, got a mapping'],
    ['platform: junos', 'expected vyos, linux or ovs, got "junos"'],
    ['tags: dc1', 'expected a list of at most 32 words, got "dc1"'],
    [
      'proxyJump: a b',
      'expected a node, a host or an alias of ~/.ssh/config, as in "bastion" or "ops@10.0.0.5:2222"; at most 8 with "," between, got "a b"',
    ],
  ])('%s', (line, sentence) => {
    expect(messages(`nodes:\n  - name: a\n    ${line}\n`)).toEqual([
      expect.stringMatching(/^vxscope\.yaml:3:\d+: nodes\[0\]\.\w+: /),
    ])
    expect(messages(`nodes:\n  - name: a\n    ${line}\n`)[0]).toContain(sentence)
  })

  it('stands at its key where there is nothing', () => {
    expect(problems('nodes:\n  - name: a\n    port:\n')).toMatchObject([{ line: 3, column: 5 }])
  })

  it('that a number or a word of YAML was taken for is told with the quotes that help', () => {
    expect(problems('nodes:\n  - name: 7\n')).toMatchObject([
      { line: 2, column: 11, hint: 'In quotes it is text: "7"' },
    ])
  })

  it('of a key that a merge brought stands where it was written', () => {
    expect(problems('nodes:\n  - &a { name: a, port: x }\n  - { <<: *a, name: b }\n')).toMatchObject([
      { line: 2, column: 25 },
      { line: 2, column: 25 },
    ])
  })

  it('is missing: that stands at the node', () => {
    expect(messages('nodes:\n  - { host: a }\n')).toEqual([
      expect.stringContaining('2:5: nodes[0].name: is missing; expected a name'),
    ])
  })

  it('is told together with all others, in the order of the file', () => {
    const lines = problems('readOnly: maybe\nnodes:\n  - { name: a, port: 0 }\n  - { name: a }\ndefaults: []\n').map(
      ({ line }) => line,
    )
    expect(lines).toEqual([1, 3, 4, 5])
  })
})

describe('a key that is unknown', () => {
  it.each([
    ['nodse: []', '1:1: unknown key "nodse", did you mean nodes?'],
    ['nodes:\n  - { name: a, prot: 22 }', '2:16: nodes[0]: unknown key "prot", did you mean port?'],
    ['nodes:\n  - { name: a, proxy_jump: b }', 'did you mean proxyJump?'],
    ['nodes:\n  - { name: a, Identityfile: b }', 'did you mean identityFile?'],
    ['nodes:\n  - { name: a, address: 10.0.0.1 }', 'did you mean host?'],
    ['defaults: { login: a }', '1:13: defaults: unknown key "login", did you mean user?'],
    ['nodes:\n  - { name: a, colour: red }', 'unknown key "colour", expected one of name, host, user'],
    ['defaults: { tags: [a] }', 'defaults: unknown key "tags", expected one of user, port'],
    ['__proto__: { readOnly: false }', 'unknown key "__proto__", expected one of readOnly'],
    ['constructor: 1', 'unknown key "constructor", expected one of readOnly'],
  ])('%s', (text, sentence) => {
    expect(messages(text)).toEqual([expect.stringContaining(sentence)])
  })
})

describe('nodes looked at together', () => {
  it('two may not have one name', () => {
    expect(messages('nodes:\n  - { name: a }\n  - { name: a }\n')).toEqual([
      'vxscope.yaml:3:13: nodes[1].name: "a" is the name of nodes[0] already; expected a name of its own',
    ])
  })

  it('none is reached over itself', () => {
    const text =
      'nodes:\n  - { name: a, proxyJump: ops@b:22 }\n  - { name: b, proxyJump: "far,a" }\n  - { name: c, proxyJump: a }\n'
    expect(problems(text).map(({ line }) => line)).toEqual([2, 3])
  })

  it('a jump host that is no node is a host or an alias', () => {
    expect(messages('nodes:\n  - { name: a, proxyJump: bastion }\n')).toEqual([])
  })

  it('one has one source of its password', () => {
    expect(messages('nodes:\n  - { name: a, passwordEnv: A, passwordFile: b }\n')).toEqual([
      'vxscope.yaml:2:32: two sources of one password; expected passwordEnv or passwordFile, not both',
    ])
  })
})

describe('a password in the file', () => {
  it.each([
    'nodes:\n  - { name: a, password: hunter2 }',
    'nodes:\n  - { name: a, password:hunter2 }',
    'nodes:\n  - { name: a, Password: "hunter2" }',
    'nodes:\n  - name: a\n    sshpass: hunter2',
    'defaults:\n  passwd: hunter2',
    'password: [hunter2]',
    'nodes:\n  - { name: a, passwordEnv: "hunter2!" }',
    'nodes:\n  - { name: a, passwordFile: [hunter2] }',
    'nodes:\n  - name: a\n    host: password hunter2',
    'nodes:\n  - name: a\n   password: hunter2',
    'nodes:\n  - name: a\n    user: ops password: hunter2',
    'nodes:\n  - name: a\n    password: "hunter2',
    'nodes:\n  - name: a\n    password: hunter2: x',
    'nodes:\n  - name: a\n    password: !hunter2',
    'nodes:\n  - name: a\n    password: *hunter2',
    'nodes:\n  - name: a\n    password: "\\hunter2"',
    '%hunter2\n---\npassword: hunter2',
    'nodes: []\n] password: hunter2',
  ])('is refused and not repeated: %j', text => {
    const found = problems(text)
    expect(found).not.toEqual([])
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it('is told where it may come from instead', () => {
    const [problem] = problems('nodes:\n  - { name: a, password: hunter2 }')
    expect(problem?.message).toBe(
      'vxscope.yaml:2:16: nodes[0]: a password is refused here; expected passwordEnv or passwordFile',
    )
    expect(problem?.hint).toContain('passwordFile: ~/')
  })
})

describe('text that is no YAML', () => {
  it.each([
    ['a tab as indentation', 'nodes:\n\t- name: a\n', 2],
    ['a key twice', 'nodes: []\nreadOnly: true\nnodes: []\n', 3],
    ['a key twice in braces', 'nodes:\n  - { name: a, name: b }\n', 2],
    ['an open bracket', 'nodes: [\n', 2],
    ['an open quote', 'nodes:\n  - name: "a\n', 3],
    ['wrong indentation', 'nodes:\n  - name: a\n   host: b\n', 3],
    ['two documents', 'nodes: []\n---\nnodes: []\n', 2],
    ['a tag', 'nodes: !!js/function "x"\n', 1],
    ['a set', 'nodes: !!set {a}\n', 1],
    ['a key that is no word', '? [a]\n: b\n', 1],
    ['an alias without anchor', 'nodes: *nowhere\n', 1],
    ['an alias inside of itself', 'nodes: &a [*a]\n', 1],
    ['a merge of no mapping', 'nodes:\n  - { <<: [1], name: a }\n', 2],
  ])('%s has its line', (_, text, line) => {
    expect(problems(text)[0]).toMatchObject({ line })
  })

  it('is empty: that tells what an inventory looks like', () => {
    for (const text of ['', '\n', '# nothing yet\n', '---\n'])
      expect(problems(text)).toMatchObject([{ line: null, hint: expect.stringContaining(INVENTORY_EXAMPLE) }])
  })

  it('holds control characters: they never reach the message', () => {
    const found = messages('nodes:\n  - { name: "\\e[31m\\u202ex", "\\e]0;x": 1 }\n')
    expect(found).toHaveLength(2)
    expect(found.join()).not.toMatch(/\p{C}/u)
  })
})

describe('hostile text', () => {
  it('a bomb of aliases is refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
    )
    expect(messages(`l0: &l0 [x]\n${levels.join('\n')}\nnodes: *l12\n`).join('\n')).toContain(
      'aliases stand for more than 100000 values',
    )
  })

  it('a file over 4 MiB is refused', () => {
    expect(messages('#'.repeat(MAX_INVENTORY_BYTES + 1))).toEqual(['vxscope.yaml: the file is larger than 4 MiB'])
  })

  it('brackets without end are refused', () => {
    for (const text of ['['.repeat(20_000), '{a: '.repeat(20_000), '- '.repeat(20_000)])
      expect(problems(text)).not.toEqual([])
  })

  it('many mistakes are listed up to 50, and how many more there are', () => {
    const nodes = Array.from({ length: 80 }, () => '  - { name: a b }\n').join('')
    const found = messages(`nodes:\n${nodes}`)
    expect(found).toHaveLength(51)
    expect(found.at(-1)).toBe('vxscope.yaml: 109 further problems are not listed')
  })

  it('20,000 keys in one mapping are not compared each with each', () => {
    const text = Array.from({ length: 20_000 }, (_, key) => `k${key}: 1\n`).join('')
    expect(problems(text)).toHaveLength(51)
  })

  it('whatever the text: no throw, and each problem lies in the file', () => {
    const piece = fc.constantFrom(
      ...'nodes:|- |name: a|{|}|[|]|,|: |\n|  |\t|"|\'|&a |*a|<<: *a|!x|? |#|---\n|port: 22|%|\\|\u{0}|é|password: x|>|null'.split(
        '|',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('')
        const lines = text.split(/\r?\n/).length
        for (const { line, column } of problems(text)) {
          if (line === null || column === null) continue
          expect(line).toBeLessThanOrEqual(lines)
          expect(column).toBeGreaterThan(0)
        }
      }),
      { numRuns: 1000, seed: 20260101 },
    )
  })
})
