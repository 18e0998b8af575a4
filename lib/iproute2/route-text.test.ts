import { describe, expect, it } from 'vitest'
import { parseRouteText } from './index'

describe('ip route get', () => {
  it.each([
    [
      '10.0.2.253 dev eth1 src 10.0.2.1 uid 0 \n    cache \n',
      { dst: '10.0.2.253', dev: 'eth1', prefsrc: '10.0.2.1', uid: 0 },
    ],
    [
      '10.9.9.9 via 10.0.2.2 dev eth1  src 10.0.2.1 \n    cache  ipid 0x12\n',
      { gateway: '10.0.2.2', prefsrc: '10.0.2.1' },
    ],
    ['local 10.0.2.1 dev lo src 10.0.2.1 uid 0 \n    cache <local> \n', { type: 'local', dev: 'lo' }],
    ['10.9.9.9 via inet6 fe80::1 dev eth1 table red src 10.0.2.1 ', { dev: 'eth1', table: 'red', prefsrc: '10.0.2.1' }],
    [
      'fd00::2 from :: dev eth1 proto kernel src fd00::1 metric 256 pref medium\n',
      { dst: 'fd00::2', prefsrc: 'fd00::1', metric: 256 },
    ],
  ])('%j', (text, expected) => expect(parseRouteText(text)).toMatchObject({ rows: [expected], issues: [] }))

  it('tells what is no route', () => expect(parseRouteText('RTNETLINK answers: No route\n').issues).toHaveLength(1))
})
