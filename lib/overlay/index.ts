export { canonicalAddress } from './addresses'
export {
  applyChanges,
  EMPTY_OVERLAY,
  type LiveOverlay,
  type NodeShell,
  type OverlayChange,
  resolveEvent,
} from './apply-change'
export { type BuiltOverlay, buildOverlay, joinParts } from './build'
export { applyFailure, applyFdbLines, applyFdbReading, type Step, settleAt, settleFdb } from './changes'
export {
  CHECKS,
  CheckBook,
  type CheckInput,
  type CheckOptions,
  checkOverlay,
  type Flap,
  type Found,
  type Remedy,
  wholeDelta,
} from './checks'
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
