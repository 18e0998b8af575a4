import { describe, expect, it } from 'vitest'
import { parseInventory } from './parse-inventory'
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
      access: { auditDays: 400, hours: 12, origins: [], proxies: [] },
      readOnly: true,
      probe: false,
      capture: false,
      pollInterval: 2,
      history: {},
      flapping: { moves: 5, within: 180 },
      webhooks: [],
      apply: { undoAfter: 120, grace: 60, verifyWithin: 30, lockTries: 5, lockWait: 3, planValid: 600 },
      defaults: {},
      nodes: [{ name: 'leaf1', host: '10.0.0.1', user: 'ops' }],
    })
  })

  it('may use every key there is', () => {
    const inventory = parsed(`
readOnly: false
probe: true
capture: true
knownHosts: ./known_hosts
pollInterval: 0.5
flapping: { moves: 3, within: 60 }
apply: { undoAfter: 60, grace: 5, verifyWithin: 20, lockTries: 3, lockWait: 1, planValid: 300 }
defaults: { user: vyos, port: 22, identityFile: ~/.ssh/id_ed25519, proxyJump: bastion, passwordEnv: PW }
nodes:
  - { name: vyos01, host: 10.0.0.254, port: 22, platform: vyos, tags: [dc1, spine] }
  - { name: old, host: "fd00::1", passwordFile: ~/pw, proxyJump: "ops@bastion:2222, edge" }
`)
    expect(inventory.readOnly).toBe(false)
    expect(inventory.flapping).toEqual({ moves: 3, within: 60 })
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

  it('of a webhook is told without what it holds', () => {
    const text = 'webhooks:\n  - { url: "ftp://h/s3cret" }\n  - { urlEnv: HOOK, format: slack }\n  - { format: json }\n'
    const told = messages(text)
    expect(told).toEqual([
      expect.stringContaining('an http or https URL'),
      expect.stringContaining('json or alertmanager'),
      expect.stringContaining('one of url, urlEnv and urlFile'),
    ])
    expect(told.join()).not.toContain('s3cret')
  })

  it('of what flapping is stands at its line and column', () => {
    const text = 'nodes: []\nflapping:\n  moves: 1\n  within: never\n  after: 3\n'
    expect(problems(text).map(({ line, column, message }) => [line, column, message])).toEqual([
      [3, 10, expect.stringContaining('flapping.moves: expected a whole number of moves from 2 to 1000, got 1')],
      [4, 11, expect.stringContaining('flapping.within: expected a number of seconds from 1 to 86400, got "never"')],
      [5, 3, expect.stringContaining('flapping: unknown key "after", expected one of moves, within')],
    ])
    expect(parsed('nodes: []\nflapping: { moves: 9 }\n').flapping).toEqual({ moves: 9, within: 180 })
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
