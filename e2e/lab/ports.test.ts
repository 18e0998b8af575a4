import { describe, expect, it } from 'vitest'
import { claimFreeBase, parseListeners, portBases } from './ports'

it('parseListeners gives what listens, and nothing else', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0899 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0000000000000000 100 0 0 10 0
   1: 0100007F:0899 0100007F:C3D2 01 00000000:00000000 00:00000000 00000000     0        0 4243 1 0000000000000000 20 4 30 10 -1
`
  expect(parseListeners(table)).toEqual([{ port: 2201, inode: '4242' }])
})

describe('portBases', () => {
  it('begins at 2201 for the default lab', () => {
    expect(portBases('vxlab', 'vxlab')[0]).toBe(2201)
  })

  it('leaves 2201 to the default lab, and stays clear of ephemeral ports', () => {
    const bases = portBases('other', 'vxlab')
    expect(bases).not.toContain(2201)
    expect(Math.max(...bases)).toBeLessThan(32_668)
  })
})

it('claimFreeBase gives two that come up at once different ports, and those of one that is up again', async () => {
  const bases = [31_901, 31_911]
  const [one, other] = await Promise.all([claimFreeBase(bases, 3), claimFreeBase(bases, 3)])
  expect([one?.base, other?.base].sort()).toEqual(bases)
  expect(await claimFreeBase(bases, 3)).toBeUndefined()
  one?.release()
  const again = await claimFreeBase(bases, 3)
  expect(again?.base).toBe(one?.base)
  again?.release()
  other?.release()
})
