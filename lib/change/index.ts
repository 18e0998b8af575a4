export {
  buildForgetScript,
  buildKeepScript,
  buildUndoScript,
  runFolder,
} from './dead-man'
export { type Comparison, compareExpect, type Difference } from './expect'
export { type ChangeFacts, type NodeFacts, type SystemFacts, UNKNOWN_SYSTEM } from './facts'
export { findingOf, fixOf, type MendFacts } from './mend'
export { optionsOf } from './options'
export { type PlanOptions, planChange } from './plan'
export {
  createProgressReader,
  type Progress,
  parseProgress,
  type RunState,
  type StepReport,
  type Waits,
} from './protocol'
export { buildLinuxScript } from './script-linux'
export {
  buildVyosKeepScript,
  buildVyosScript,
  buildVyosSession,
  VYOS_EXIT,
  VYOS_SHELL,
  type VyosSession,
  type VyosWaits,
} from './script-vyos'
export { parseSystem, SYSTEM_QUERIES } from './system'
export { compareOverlay, type Lack } from './whole'
