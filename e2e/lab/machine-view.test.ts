import { expect, it } from 'vitest'
import { holderScript, planView } from './machine-view'

const input = {
  hostname: 'vyos01',
  dir: '/srv/clone/.lab/vxlab/nodes/vyos01',
  ip: '/usr/bin/ip',
  bridge: '/usr/sbin/bridge',
  oldIproute2: true,
  hasLibOsRelease: true,
  hasOsRelease: false,
  vyosNode: null,
  sharedFolders: ['/etc/alternatives'],
}

const lines = (changes: Partial<typeof input> = {}) => planView({ ...input, ...changes }).map(words => words.join(' '))

it('keeps the real program before it puts the old one in its place', () => {
  const plan = lines()
  expect(plan.indexOf('mount --bind /usr/bin/ip /mnt/run/real/ip')).toBeLessThan(
    plan.indexOf('mount --bind /mnt/ip /usr/bin/ip'),
  )
})

it("leaves today's iproute2 alone", () => {
  expect(lines({ oldIproute2: false }).filter(line => line.includes('bin/'))).toEqual([])
})

it('shares folders of the machine beneath for reading alone', () => {
  expect(lines()).toContain('mount --bind -o ro /etc/alternatives /mnt/etc/alternatives')
})

it('hides the os-release of the machine beneath from a system that has none', () => {
  expect(lines()).toContain('mount --bind /mnt/empty /usr/lib/os-release')
})

it('hides the home of whoever runs the lab last, as the lab may live in it', () => {
  const plan = lines({ dir: '/home/me/vxscope/.lab/vxlab/nodes/vyos01' })
  expect(plan.slice(-2)).toEqual(['mount --rbind /mnt/home /home', 'umount --lazy /mnt'])
})

it('quotes what a shell would split', () => {
  expect(holderScript([['mount', '--bind', "/srv/it's mine", '/mnt']])).toContain(
    "mount --bind '/srv/it'\\''s mine' /mnt\n",
  )
})
