/**
 * What happened on the nodes, and how they were then.
 *
 * One SQLite file holds events, and keyframes: readings of one node each, compressed. The state at a moment is each node's last
 * keyframe before it with the events since (`replay`). A keyframe is written when events can't tell what changed, or
 * when there are many (keyframe-policy.ts), so all that `record` is offered may be every full reading.
 *
 * SQLite is synchronous, so a worker thread owns it (worker.ts) and is asked by messages (protocol.ts). `record` queues;
 * every 200 ms, or 5,000 events, a transaction is written, and the promise resolves once the disk has it: neither kill -9
 * nor a power cut takes that back. The queue is bounded: what it refuses is said and counted.
 *
 * Pruning by age and size leaves each node the keyframe that its oldest kept moment needs. Long work in the caller's thread
 * (packing and unpacking 100,000 rows) is done in slices of 8 ms.
 *
 * What recorders must keep to: a node's events come in the order they happened in, and a keyframe after the events it
 * knows of; every row that comes, moves or goes has an event, a row that replaces another one after the `gone` of that; what
 * changes devices or addresses is followed by a keyframe of its own; a reading whose differences no event tells, as the first
 * one of a process, is `anew`.
 */
export { addAuditEntry } from './add-audit-entry'
export type { HistoryError, HistoryErrorCode, HistoryResult } from './error'
export type { Density, DensityRequest, History, HistoryStats } from './history'
export type { NodeState } from './node-state'
export { type HistoryOptions, openHistory, RETENTION, type Retention } from './open'
export type { NewAuditEntry } from './protocol'
export type { Batch, Keyframe, Recorded } from './queue'
export { readStateBeside } from './read-beside'
export { type IdOf, replay } from './replay'
export { bundlePath, historyWorkerPath } from './worker-path'
