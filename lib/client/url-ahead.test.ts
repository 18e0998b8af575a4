import { describe, expect, it } from 'vitest'
import { createUrlAhead } from './url-ahead'

const begun = () => {
  const ahead = createUrlAhead()
  ahead.drawn('/fdb', '')
  return ahead
}

describe('a change of the URL', () => {
  it('starts from what was written last, although the page is still drawn with something older', () => {
    const ahead = begun()
    ahead.wrote('/fdb', '?q=a')
    ahead.wrote('/fdb', '?q=a&sort=mac')
    ahead.drawn('/fdb', 'q=a')
    expect(ahead.searchOf('/fdb', '?q=a')).toBe('?q=a&sort=mac')
    expect(ahead.isAhead()).toBe(true)
  })

  it('starts from the address bar once the page is drawn with all of it, however it spells it', () => {
    const ahead = begun()
    ahead.wrote('/fdb', '?q=vni:42')
    ahead.drawn('/fdb', 'q=vni%3A42')
    expect(ahead.searchOf('/fdb', '?q=vni:42')).toBe('?q=vni:42')
    expect(ahead.isAhead()).toBe(false)
  })

  it('starts anew where somebody went elsewhere meanwhile', () => {
    const ahead = begun()
    ahead.wrote('/fdb', '?q=a')
    ahead.drawn('/fdb', 'q=from-a-link')
    expect(ahead.searchOf('/fdb', '?q=from-a-link')).toBe('?q=from-a-link')
    ahead.wrote('/fdb', '?q=b')
    expect(ahead.searchOf('/timeline', '?mac=x')).toBe('?mac=x')
  })

  it('is told by each part of the page that sees it, and counts once', () => {
    const ahead = begun()
    ahead.wrote('/fdb', '?q=a')
    ahead.wrote('/fdb', '?q=ab')
    for (let part = 0; part < 3; part++) ahead.drawn('/fdb', 'q=a')
    expect(ahead.searchOf('/fdb', '?q=a')).toBe('?q=ab')
  })

  it('is none where the same was written again', () => {
    const ahead = begun()
    ahead.wrote('/fdb', '')
    expect(ahead.isAhead()).toBe(false)
  })
})
