import { expect, it } from 'vitest'
import { lookAt } from './event-look'
import { anEvent, VYOS01_MAC } from './testing'

const paramsOf = (href: string) => Object.fromEntries(new URLSearchParams(href.split('?')[1]))

it('a row is looked at in the FDB, right before and right after', () => {
  const event = anEvent('gone', 0)
  const { before, after } = lookAt(event)
  expect([before, after].map(href => href.split('?')[0])).toEqual(['/fdb', '/fdb'])
  expect(paramsOf(after)).toMatchObject({ q: `${VYOS01_MAC} node:${event.node}`, at: event.at })
  expect(Date.parse(event.at) - Date.parse(paramsOf(before).at ?? '')).toBe(1)
})

it('anything else is looked at in the overlay, at its node', () => {
  const { before } = lookAt({ ...anEvent('nodeLost', 0), row: null })
  expect(before.split('?')[0]).toBe('/')
  expect(paramsOf(before)).toMatchObject({ sel: `node:${anEvent('nodeLost', 0).node}` })
})
