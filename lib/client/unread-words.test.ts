import { expect, it } from 'vitest'
import { aNode, seedOverlay } from './testing'
import { noDeviceNote, noVniNote } from './unread-words'

const { vnis } = seedOverlay()
const live = aNode('a', { state: 'live' })
const unread = aNode('b', { state: 'unknown' })

it('says that nodes have no VXLAN device of those alone that answer', () => {
  expect(noDeviceNote({ nodes: [live, unread], vnis: [] })).toMatchObject({
    title: 'No VXLAN device on 1 node',
    text: expect.stringMatching(/1 other can’t be read\.$/),
  })
  expect(noDeviceNote({ nodes: [unread], vnis: [] })).toBeNull()
  expect(noDeviceNote({ nodes: [live], vnis })).toBeNull()
})

it('says that no node has a VNI only when each was read', () => {
  expect(noVniNote({ nodes: [live], vnis }, 7)?.title).toBe('No node has VNI 7')
  expect(noVniNote({ nodes: [live, unread], vnis }, 7)).toEqual({
    title: 'No node that was read has VNI 7',
    text: '1 node not read yet.',
  })
  expect(noVniNote({ nodes: [live], vnis }, 42)).toBeNull()
})
