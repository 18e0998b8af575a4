import type { Bus, BusMessage } from '@/lib/bus'
import type { Event } from '@/lib/model/event'

const NOTHING = { put: [], remove: [] }
const NO_DELTA: BusMessage['delta'] = {
  ...{ nodes: NOTHING, vteps: NOTHING, vnis: NOTHING, groups: NOTHING, tunnels: NOTHING, fdb: NOTHING },
}

/** Publishes events beside what there is; whose lists are made when somebody looks. `at`: ms. */
export const publishEvents = (bus: Bus, events: readonly Event[], at: number): void => {
  const before = bus.current()
  bus.publish({
    ...{ at, readings: before.readings, delta: NO_DELTA, events },
    get overlay() {
      return before.overlay
    },
    get fdb() {
      return before.fdb
    },
  })
}
