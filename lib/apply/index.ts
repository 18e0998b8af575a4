export { type ApplyAccess, type ApplyOptions, applyPlan } from './apply-plan'
export { createAccess } from './node-access'
