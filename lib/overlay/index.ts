export { canonicalAddress } from './addresses'
export {
  applyChanges,
  EMPTY_OVERLAY,
  goneOf,
  isRestated,
  type LiveOverlay,
  type NodeShell,
  type OverlayChange,
  type RowKey,
  resolveEvents,
  restateRows,
  takesAll,
} from './apply-change'
export { type BuiltOverlay, buildOverlay, joinParts } from './build'
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
export {
  byWorst,
  CHECKS,
  CheckBook,
  type CheckInput,
  type CheckOptions,
  checkOverlay,
  type Flap,
  type Found,
  type FoundChanges,
  type Remedy,
  silenceOf,
  wholeDelta,
} from './checks'
export { diffOverlay } from './diff-overlay'
export { type FlapRule, RFC_7432 } from './flapping'
export { frameOf } from './frame'
export { Gathered } from './gathered'
export { groupId, tunnelId, vtepId } from './identity'
export { finish, type InSteps, isStep } from './in-steps'
export type { NodeInput } from './input'
export { renderFdbLine } from './line'
export { emptyTable, endsOf, type FdbTable } from './live-table'
export { ALL_ZERO_MAC, normalizeMac } from './mac'
export { type MacScope, macScope } from './mac-scope'
export { budgetFor, nextReadingAt } from './next-reading'
export { type NodePart, partOf } from './part'
export { type FdbPage, queryFdb, queryFdbInSteps } from './query'
export { FILTER_KEYS, type FilterKey, parseQueryWords, type QueryWord, type WordProblem } from './query-words'
export { idMaker } from './row-ids'
export { type BadEnd, type Question, type TraceInput, traceFrame, whomToAsk } from './trace'
export { EMPTY_SEEN, type FdbSeen } from './track'
export { remotesWithoutSource } from './vtep'
