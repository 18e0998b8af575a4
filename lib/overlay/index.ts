export { canonicalAddress, isInPrefix } from './addresses'
export { type BuiltOverlay, buildOverlay, joinParts } from './build/build'
export type { NodeInput } from './build/input'
export { type NodePart, partOf } from './build/part'
export { idMaker } from './build/row-ids'
export { EMPTY_SEEN, type FdbSeen } from './build/track'
export { remotesWithoutSource } from './build/vtep'
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
export { groupId, tunnelId, vtepId } from './identity'
export { renderFdbLine } from './line'
export { finish, type InSteps, isStep } from './lists/in-steps'
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
} from './live/apply-change'
export { diffOverlay } from './live/diff-overlay'
export { ALL_ZERO_MAC, normalizeMac } from './mac'
export { type MacScope, macScope } from './mac-scope'
export { type FdbPage, queryFdb, queryFdbInSteps } from './query/query'
export { FILTER_KEYS, type FilterKey, parseQueryWords, type QueryWord, type WordProblem } from './query/query-words'
export {
  applyFailure,
  applyFdbLines,
  applyFdbReading,
  beginFdbReading,
  type ReadingSteps,
  type Step,
  settleAt,
  settleFdb,
} from './table/changes'
export { emptyTable, endsOf, type FdbTable } from './table/fdb-table'
export { type FlapRule, RFC_7432 } from './table/flapping'
export { frameOf } from './table/frame'
export { Gathered } from './table/gathered'
export { budgetFor, nextReadingAt } from './table/next-reading'
export { type BadEnd, type Question, type TraceInput, traceFrame, whomToAsk } from './trace'
