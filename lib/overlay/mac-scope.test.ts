import { expect, it } from 'vitest'
import { macScope } from './mac-scope'

it.each([
  ['00:50:56:12:34:56', 'global'],
  ['86:24:26:b2:11:5c', 'local'],
  ['4e:69:a4:a7:ef:1c', 'local'],
  ['52:54:00:12:34:56', 'local'],
  ['33:33:00:00:00:01', 'multicast'],
  ['01:00:5e:00:00:01', 'multicast'],
  ['ff:ff:ff:ff:ff:ff', 'broadcast'],
  ['00:00:00:00:00:00', 'zero'],
])('%s is %s', (mac, scope) => expect(macScope(mac)).toBe(scope))
