import { describe, expect, it } from 'vitest'
import { NodeOptions } from '@/lib/model/node-options'
import { aVxlanLink } from '@/lib/overlay/testing'
import { optionsOf } from './options'
import { aCreate, linuxFacts, refusedOf, someLinks, VYOS_RELEASES, vyosFacts, withDevice } from './testing'

const limitsOf = (release: keyof typeof VYOS_RELEASES) => {
  const facts = vyosFacts(VYOS_RELEASES[release])
  return { facts, limits: optionsOf('n1', facts).limits }
}

/** What a plan says of `vxlan100` over a group, made so. */
const saysOf = (facts: ReturnType<typeof vyosFacts>, over: object) =>
  refusedOf({ ...aCreate({ mtu: 1450, port: 8472 }), ...over }, facts)

describe('optionsOf', () => {
  it.each(['helium', 'crux', 'equuleus', 'sagitta'] as const)(
    'offers on VyOS %s what a plan takes there, and nothing that it refuses',
    release => {
      const { facts, limits } = limitsOf(release)
      const asked: [boolean | undefined, string, object][] = [
        [limits?.fixedPort === null, 'port', { port: 4789 }],
        [limits?.local, 'local', { local: '10.0.2.1' }],
        [limits?.ttl, 'ttl', { ttl: 5 }],
        [limits?.tos, 'tos', { tos: 16 }],
        [limits?.df, 'df', { df: 'set' }],
        [limits?.learning, 'learning', { learning: false }],
        [limits?.ageing, 'ageing', { ageing: 60 }],
        [(limits?.remotes ?? 0) > 1, 'remotes', { group: undefined, remotes: ['10.0.2.2', '10.0.2.3'] }],
        [limits?.ipv6, 'group', { group: 'ff05::100', local: undefined }],
        [(limits?.mtu[0] ?? 0) <= 1300, 'mtu', { mtu: 1300 }],
      ]
      for (const [offered, field, over] of asked) {
        const refused = saysOf(facts, over).filter(line => line.startsWith(`${field}:`))
        expect({ field, offered, refused: refused.length > 0 }).toEqual({ field, offered, refused: offered !== true })
      }
    },
  )

  it('knows that 1.1.1 has no remote, and that 1.1.2 brought it', () => {
    expect(optionsOf('n1', vyosFacts('VyOS 1.1.1')).limits?.remotes).toBe(0)
    expect(optionsOf('n1', vyosFacts('VyOS 1.1.2')).limits?.remotes).toBe(1)
  })

  it('names first the underlay that another VXLAN uses, and the way we reach the node last', () => {
    const links = someLinks(aVxlanLink('vxlan0', { vni: 42, group: '239.1.1.1' }, { link: 'eth1' }))
    const { underlays, path, bridges } = optionsOf('n1', linuxFacts(links))
    expect(underlays.map(({ ifname, vxlans }) => `${ifname} ${vxlans}`)).toEqual([
      'eth1 1',
      'eth0 0',
      'eth2 0',
      'br0 0',
    ])
    expect({ path: path.dev, bridges }).toEqual({ path: 'eth0', bridges: ['br0'] })
  })

  it('tells a device as it is, with what its end would lose', () => {
    const [device] = optionsOf('n1', withDevice).devices
    expect(device).toMatchObject({ name: 'vxlan100', vni: 100, addresses: ['10.100.0.1/24'], learned: 1, remotes: [] })
  })

  it('says what stands against a way to keep it', () => {
    const why = (system: object) =>
      optionsOf('n1', linuxFacts(someLinks(), system)).persist.map(each => each.why ?? each.value)
    expect(why({})).toEqual([
      'none',
      'netplan.io is not installed there',
      'systemd-networkd configures no device there',
    ])
    expect(why({ netplan: '0.104-1', networkFiles: [{ ifindex: 3, file: '/x/10-netplan-eth1.network' }] })).toEqual([
      'none',
      'netplan 0.104-1 knows no VXLAN; it came with 0.105',
      "its files are netplan's: take netplan",
    ])
    expect(why({ netplan: '1.0', networkFiles: [{ ifindex: 3, file: '/x/20-eth1.network' }] })).toEqual([
      'none',
      'netplan',
      'networkd',
    ])
  })

  it('says why nothing can be changed', () => {
    const { system } = linuxFacts()
    expect(optionsOf('n1', { reading: null, system })).toMatchObject({ method: null, limits: null })
    expect(optionsOf('n1', vyosFacts('VyOS 1.0.5')).why).toMatch(/no VXLAN/)
    expect(NodeOptions.safeParse(optionsOf('n1', vyosFacts('VyOS 1.1.1'))).success).toBe(true)
  })
})
