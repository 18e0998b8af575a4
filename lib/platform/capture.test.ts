import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CaptureOrder,
  captureArgv,
  captureCheck,
  captureCommand,
  isCapturable,
  parseCaptureCheck,
  parseClock,
} from './capture'
import { pingCommand } from './ping'

const ORDER: CaptureOrder = { ifname: 'eth1', ports: [8472], vni: 42, packets: 500, seconds: 15 }

describe('the command of a capture', () => {
  it('has always the same arguments in the same order: a rule of sudoers stands on it', () => {
    expect(captureArgv(ORDER).join(' ')).toBe(
      'tcpdump -i eth1 -p -n -U -s 160 -c 500 -w - ip6 or udp[12:4]=10752 and udp port 8472',
    )
    const both = { ...ORDER, ports: [4789, 8472] }
    expect(captureArgv(both).join(' ')).toBe(
      'tcpdump -i eth1 -p -n -U -s 160 -c 500 -w - udp port 4789 or udp port 8472',
    )
  })

  it('has no character that a shell or the quotes around it would take for its own', () => {
    const name = fc.string({ maxLength: 16 }).filter(isCapturable)
    fc.assert(
      fc.property(
        name,
        fc.array(fc.integer({ min: 1, max: 65535 }), { minLength: 1 }),
        fc.nat(16_777_215),
        (ifname, ports, vni) => {
          for (const word of captureArgv({ ...ORDER, ifname, ports, vni }))
            expect(word).toMatch(/^[A-Za-z0-9._:=[\]-]+$/)
          for (const command of [captureCommand({ ...ORDER, ifname }, 'sudo'), captureCheck({ ...ORDER, ifname })])
            expect(command.slice("exec /bin/sh -c '".length, -1)).not.toMatch(/['\n]/)
        },
      ),
    )
  })

  it.each(['', '-i', 'eth1;reboot', "eth1'", 'a b', '$(id)', 'eth1\n', '../x', 'sixteencharacter'])(
    '%j is no device',
    name => {
      expect(isCapturable(name)).toBe(false)
    },
  )
})

describe('what a node answers', () => {
  it.each([
    ['direct\n', 'direct'],
    ['Welcome!\nsudo\n', 'sudo'],
  ])('%j: by that way', (answer, way) => {
    expect(parseCaptureCheck(answer, ORDER)).toEqual({ ok: true, value: way })
  })

  it.each([
    ['missing', 'commandMissing', 'Install tcpdump'],
    ['device', 'exitStatus', 'Try again'],
    ['rights', 'exitStatus', 'README'],
    ['', 'unreadable', ''],
    ['sudo-like', 'unreadable', ''],
  ])('%j: why not, and what to do', (answer, code, hint) => {
    const parsed = parseCaptureCheck(answer, ORDER)
    expect(parsed).toMatchObject({ ok: false, error: { code } })
    expect(!parsed.ok && parsed.error.hint).toContain(hint)
  })

  it('its clock, where date knows nanoseconds', () => {
    expect(parseClock('1795959045123456789\n')).toBe(1795959045123.456)
    expect(parseClock('1795959045N\n')).toBe(null)
    expect(parseClock('')).toBe(null)
  })
})

it('IPv6 is pinged by the name that old releases have for it, where there is one', () => {
  const order = { method: 'ping', ifname: 'br0', to: 'fd00::2', count: 3, wait: 3 } as const
  expect(pingCommand(order)).toContain(
    'command -v ping6 >/dev/null && exec ping6 -n -c 3 -W 3 -I br0 fd00::2; exec ping -n',
  )
  expect(pingCommand({ ...order, to: '10.0.1.1' })).not.toContain('ping6')
})
