import { describe, expect, it } from 'vitest'
import { addNodes, changeNode, removeNode } from './edit'

const leaf = { name: 'leaf9', host: '10.0.0.9', port: 2222, tags: ['dc1', 'lab'] }

const added = (text: string | null, nodes = [leaf]): string => {
  const edited = addNodes(text, nodes, 'vxscope.yaml')
  if (!edited.ok) throw new Error(edited.error.message)
  return edited.value
}

const removed = (text: string, name: string): string => {
  const edited = removeNode(text, name, 'vxscope.yaml')
  if (!edited.ok) throw new Error(edited.error.message)
  return edited.value
}

const ALIGNED = `# Ours. Ask Ann before changing.
readOnly: true                    # default; changes must be switched on

defaults: { user: vyos,   identityFile: ~/.ssh/id_ed25519 }
nodes:
  # the old router
  - { name: vyos01, host: 10.0.0.254, port: 22 }   # rack 4
  - { name: leaf7,  host: leaf7 }

  # to be bought

pollInterval: 5   # seconds
`
const BLOCK = `nodes:
- name: vyos01
  host: 10.0.0.254   # rack 4

- name: 'leaf7'   # quoted on purpose
  tags:
    - dc1
`

describe('addNodes', () => {
  it('writes a file that does not exist yet', () => {
    expect(added(null)).toBe(`# The nodes that vxscope reads over SSH. The file is read again when it changes.
nodes:
  - name: leaf9
    host: 10.0.0.9
    port: 2222
    tags: [ dc1, lab ]
`)
  })

  it('adds a line after the last node, written as that one is, and touches nothing else', () => {
    const lines = added(ALIGNED).split('\n')
    expect(lines[8]).toBe('  - { name: leaf9, host: 10.0.0.9, port: 2222, tags: [ dc1, lab ] }')
    expect(lines.toSpliced(8, 1).join('\n')).toBe(ALIGNED)
  })

  it('writes a key a line where the last node is written so', () => {
    expect(added(BLOCK)).toBe(`${BLOCK}- name: leaf9\n  host: 10.0.0.9\n  port: 2222\n  tags: [ dc1, lab ]\n`)
  })

  it.each([
    [
      'an empty list',
      '# mine\nnodes: []   # none yet\npollInterval: 5\n',
      ['# mine', 'nodes:   # none yet', 'pollInterval: 5'],
    ],
    ['no list', 'pollInterval: 5 # s', ['pollInterval: 5 # s']],
    ['a list in brackets', 'nodes: [ { name: a } ] # one\n', ['# one']],
    ['CRLF line ends', 'nodes:\r\n  - name: a # one\r\n', ['- name: a # one\r', '    host: 10.0.0.9\r']],
    ['a byte order mark', '\u{feff}nodes:\n  - name: a # one\n', ['- name: a # one']],
    ['anchors and merged mappings', 'nodes:\n  - &a { name: a }\n  - { <<: *a, name: b } # two\n', ['# two']],
    ['a multi-line node', 'nodes:\n  - { name: a,\n      host: b } # two\n', ['host: b } # two']],
    ['a document marker', '---\nnodes:\n  -\n    name: a # one\n', ['---', 'name: a # one']],
  ])('keeps what else is written: %s', (_case, text, kept) => {
    const edited = added(text)
    for (const part of kept) expect(edited).toContain(part)
    expect(edited).toContain('leaf9')
  })

  it('writes several at once, and text that YAML would take for something else in quotes', () => {
    expect(
      added('nodes:\n  - { name: a }\n', [
        { ...leaf, name: '007' },
        { ...leaf, name: 'true' },
      ]),
    ).toContain('{ name: "007"')
  })

  it('refuses a name that is there, and one given twice, and says which', () => {
    const taken = addNodes(BLOCK, [leaf, { ...leaf, name: 'leaf7' }], 'vxscope.yaml')
    expect(taken).toMatchObject({ ok: false, error: { code: 'nameTaken', fields: [{ field: 'nodes.1.name' }] } })
    expect(addNodes(null, [leaf, leaf], 'vxscope.yaml')).toMatchObject({
      error: { fields: [{ field: 'nodes.1.name' }] },
    })
  })

  it('refuses a file with a mistake, with its line and column', () => {
    const refused = addNodes('nodes:\n  - { name: a, prot: 22 }\n', [leaf], 'vxscope.yaml')
    expect(refused).toMatchObject({ error: { code: 'inventoryUnusable' } })
    expect(!refused.ok && refused.error.message).toContain('vxscope.yaml:2:16')
  })

  const NO_CIRCLE = 'expected a way that does not lead back'
  it.each([
    ['jumps in a circle', { proxyJump: 'a' }, 'proxyJump', NO_CIRCLE],
    ['a jump over itself', { proxyJump: 'ops@b:22' }, 'proxyJump', NO_CIRCLE],
    [
      'two passwords',
      { passwordEnv: 'PASSWORD', passwordFile: 'secret' },
      'passwordFile',
      'expected passwordEnv or passwordFile, not both',
    ],
  ])('refuses what would make the inventory unusable, by the value sent: %s', (_case, over, key, message) => {
    const text = 'nodes:\n  - { name: a, proxyJump: b }\n'
    const field = `nodes.1.${key}`
    expect(addNodes(text, [{ name: 'c' }, { name: 'b', ...over }], 'f')).toMatchObject({
      error: { code: 'invalid', message: `${field}: ${message}`, fields: [{ field, message }] },
    })
    expect(changeNode(`${text}  - { name: b }\n`, 'b', { name: 'b', ...over }, 'f')).toMatchObject({
      error: { code: 'invalid', message: `${key}: ${message}`, fields: [{ field: key, message }] },
    })
  })
})

describe('removeNode', () => {
  it('takes out the lines of a node and nothing else', () => {
    expect(removed(ALIGNED, 'leaf7')).toBe(ALIGNED.replace('  - { name: leaf7,  host: leaf7 }\n', ''))
    expect(removed(BLOCK, 'leaf7')).toBe(BLOCK.slice(0, BLOCK.indexOf("- name: 'leaf7'")))
  })

  it('leaves an empty list when the last is gone', () => {
    expect(removed('nodes:\n  - { name: a } # one\nreadOnly: true\n', 'a')).toBe('nodes: []\nreadOnly: true\n')
  })

  it.each([
    ['a list in brackets', 'nodes: [ { name: a }, { name: b } ] # two\n', '# two'],
    ['a comment above', 'nodes:\n  - name: a\n  # about b\n  - name: b\n', '# about b'],
  ])('keeps comments: %s', (_case, text, kept) => {
    expect(removed(text, 'b')).toContain(kept)
  })

  it('puts back what addNodes took', () => {
    for (const text of [ALIGNED, BLOCK]) expect(removed(added(text), 'leaf9')).toBe(text)
  })

  it('refuses a name that is not there, and to take away what others are made of', () => {
    expect(removeNode(BLOCK, 'leaf8', 'f')).toMatchObject({ error: { code: 'notFound' } })
    const anchored = 'nodes:\n  - &a { name: a, user: ops }\n  - { <<: *a, name: b }\n'
    expect(removeNode(anchored, 'a', 'f')).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })
})

describe('changeNode', () => {
  it('writes what is new, takes out what is gone, and keeps comments and the rest', () => {
    const edited = changeNode(ALIGNED, 'vyos01', { name: 'vyos1', host: '10.0.0.254', user: 'ops' }, 'vxscope.yaml')
    expect(edited.ok && edited.value).toContain('- { name: vyos1, host: 10.0.0.254, user: ops } # rack 4')
    for (const kept of ['# Ours. Ask Ann', '# default; changes', '# the old router', '# to be bought', '# seconds'])
      expect(edited.ok && edited.value).toContain(kept)
  })

  it('refuses the name of another, and a node that is not there', () => {
    expect(changeNode(BLOCK, 'leaf7', { name: 'vyos01' }, 'f')).toMatchObject({
      error: { code: 'nameTaken', fields: [{ field: 'name' }] },
    })
    expect(changeNode(BLOCK, 'leaf8', { name: 'leaf8' }, 'f')).toMatchObject({ error: { code: 'notFound' } })
  })

  it('writes nothing over what somebody else has written since', () => {
    const text = 'nodes:\n  - { name: a, host: 10.0.0.1, tags: [dc1] }\n'
    const was = { name: 'a', host: '10.0.0.1' }
    const node = { name: 'a', host: '10.0.0.2' }
    expect(changeNode(text, 'a', { ...node, was }, 'f')).toMatchObject({ error: { code: 'changedMeanwhile' } })
    const edited = changeNode(text, 'a', { ...node, was: { ...was, tags: ['dc1'] } }, 'f')
    expect(edited).toMatchObject({ ok: true, value: expect.not.stringMatching(/was|dc1/) })
  })

  it('refuses to take away what a merged mapping brings in', () => {
    const text = 'nodes:\n  - &a { name: a, user: ops }\n  - { <<: *a, name: b }\n'
    expect(changeNode(text, 'b', { name: 'b' }, 'f')).toMatchObject({ error: { code: 'inventoryUnusable' } })
  })
})
