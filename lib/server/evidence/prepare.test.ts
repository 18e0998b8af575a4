import { expect, it } from 'vitest'
import { createBus } from '@/lib/bus'
import { Inventory } from '@/lib/model/inventory'
import { CaptureRequest } from '@/lib/model/probe'
import { buildOverlay } from '@/lib/overlay'
import { aSeedNode } from '@/lib/overlay/testing'
import { prepareCapture } from './prepare'

const refusalOf = (vni: number, nodes: Parameters<typeof buildOverlay>[0]) => {
  const bus = createBus('abc', 0)
  const asked = {
    bus: { ...bus, current: () => ({ ...bus.current(), ...buildOverlay(nodes) }) },
    connectionOf: () => null,
    access: { inventory: () => Inventory.parse({ capture: true }) },
  }
  return prepareCapture(CaptureRequest.parse({ vni }), asked, 16)
}

it.each([
  ['those there are', [aSeedNode('a', '10.0.2.1')], 'Those that are known: 42.'],
  ['that there are none', [], 'No node that was read has a VXLAN device.'],
])('of a VNI that nobody has it tells %s', (_, nodes, hint) => {
  expect(refusalOf(43, nodes)).toMatchObject({
    ...{ ok: false, error: { code: 'notFound', message: 'No node is known to have VNI 43.', hint } },
  })
})
