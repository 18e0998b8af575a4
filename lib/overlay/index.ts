export { canonicalAddress } from './addresses'
export {
  applyChanges,
  EMPTY_OVERLAY,
  isRestated,
  type LiveOverlay,
  type NodeShell,
  type OverlayChange,
  type RowKey,
  resolveEvent,
  restateRows,
  takesAll,
} from './apply-change'
export { type BuiltOverlay, buildOverlay, joinParts } from './build'
export { byDestination } from './by-destination'
export {
  applyFailure,
  applyFdbLines,
  applyFdbReading,
  beginFdbReading,
  type ReadingSteps,
  type Step,
  settleAt,
  settleFdb,
} from './changes'
export { diffOverlay } from './diff-overlay'
export { type FlapRule, RFC_7432 } from './flapping'
export { frameOf } from './frame'
export { groupId, tunnelId, vtepId } from './identity'
export type { NodeInput } from './input'
export { renderFdbLine } from './line'
export { emptyTable, endsOf, type FdbTable } from './live-table'
export { normalizeMac } from './mac'
export { budgetFor, nextReadingAt } from './next-reading'
export { type NodePart, partOf } from './part'
export { type FdbPage, queryFdb } from './query'
export { idMaker } from './row-ids'
export { EMPTY_SEEN, type FdbSeen } from './track'
export { remotesWithoutSource } from './vtep'
