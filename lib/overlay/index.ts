export { canonicalAddress } from './addresses'
export {
  type AgeingBasis,
  basisOf,
  type Expiry,
  expiryOf,
  observeBasis,
} from './ageing'
export {
  applyChange,
  applyChanges,
  EMPTY_OVERLAY,
  type LiveOverlay,
  type NodeShell,
  type OverlayChange,
  resolveEvent,
} from './apply-change'
export { type BuiltOverlay, buildOverlay, joinParts } from './build'
export {
  applyFailure,
  applyFdbLine,
  applyFdbLines,
  applyFdbReading,
  applyLinks,
  type ReadingOptions,
  type Step,
  settleAt,
  settleFdb,
} from './changes'
export { diffOverlay } from './diff-overlay'
export { type FlapRule, RFC_7432 } from './flapping'
export { groupId, tunnelId, vtepId } from './identity'
export type { NodeInput } from './input'
export { renderFdbLine } from './line'
export {
  emptyTable,
  endsOf,
  type FdbChange,
  type FdbLine,
  type FdbTable,
  readingOf,
  seenOf,
} from './live-table'
export { normalizeMac } from './mac'
export { budgetFor, nextReadingAt, type ReadingBudget } from './next-reading'
export { type NodePart, partOf } from './part'
export { type FdbPage, queryFdb } from './query'
export { EMPTY_SEEN, type FdbSeen, trackFdb } from './track'
export { remotesWithoutSource } from './vtep'
