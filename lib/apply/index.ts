export { type ApplyAccess, type ApplyOptions, applyPlan } from './apply-plan'
export { isEnd } from './ends'
export { createAccess } from './node-access'
export { recoverPlan } from './recover-plan'
