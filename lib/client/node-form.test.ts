import { describe, expect, it } from 'vitest'
import { EMPTY_FORM, formOf, NodeFromForm } from './node-form'

const read = (typed: Partial<typeof EMPTY_FORM>) => NodeFromForm.safeParse({ ...EMPTY_FORM, ...typed })

describe('NodeFromForm', () => {
  it('takes what is typed, and leaves out what is not', () => {
    expect(read({ name: ' leaf1 ', host: '10.0.0.1', port: '2222', tags: 'dc1, lab', platform: 'vyos' }).data).toEqual({
      name: 'leaf1',
      host: '10.0.0.1',
      port: 2222,
      tags: ['dc1', 'lab'],
      platform: 'vyos',
    })
    expect(read({ name: 'leaf1' }).data).toEqual({ name: 'leaf1' })
  })

  it.each([
    ['name', { name: '' }],
    ['port', { name: 'a', port: 'ssh' }],
    ['port', { name: 'a', port: '70000' }],
    ['host', { name: 'a', host: '-oProxyCommand=x' }],
    ['tags', { name: 'a', tags: 'x'.repeat(65) }],
  ])('says what is expected of %s', (field, typed) => {
    expect(read(typed).error?.issues.map(({ path }) => path[0])).toEqual([field])
  })
})

describe('formOf', () => {
  it.each([
    { name: 'leaf1' },
    { name: 'leaf1', host: '10.0.0.1', port: 2222, user: 'ops', tags: ['dc1', 'lab'], platform: 'vyos' as const },
    { name: 'leaf1', identityFile: '~/.ssh/id', proxyJump: 'a,b', passwordFile: '/run/secret' },
    { name: 'leaf1', passwordEnv: 'PW', tags: ['first floor'] },
    { name: 'leaf1', tags: ['first floor', 'dc1'] },
  ])('reads back to the node it was made of: %o', node => {
    expect(NodeFromForm.parse(formOf(node))).toEqual(node)
  })
})
