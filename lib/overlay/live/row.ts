import type { FdbRow } from '@/lib/model/overlay'
import type { RowParts } from '../build/fdb-rows'
import { compareText } from '../lists/order'
import { Sorted } from '../lists/sorted'
import type { RowRef } from '../table/fdb-table'
import type { LiveFrame } from './frame'

/** Where a row stands among its node's: `device` is the natural key of its name. */
export interface RowKey {
  device: string
  mac: string
  id: string
}

/** A row as it is shown, and what it was made of. */
export interface LiveRow extends RowKey {
  parts: RowParts
  row: FdbRow
}

export const byRow = (a: RowKey, b: RowKey): number =>
  compareText(a.device, b.device) || compareText(a.mac, b.mac) || compareText(a.id, b.id)

export const NO_ROWS: Sorted<RowKey, LiveRow> = Sorted.of<RowKey, LiveRow>(byRow)

/** From a row on, up to another that is no longer meant; `null` for the first and for the end. */
export interface RowRange {
  from: RowKey | null
  to: RowKey | null
}

export const keyOf = (frame: LiveFrame, { id, ifname, mac }: RowRef): RowKey => ({
  id,
  mac,
  device: frame.deviceKey(ifname),
})

export const refOf = ({ id, entry: { ifname, mac } }: RowParts): RowRef => ({ id, ifname, mac })
