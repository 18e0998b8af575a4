import {
  buildForgetScript,
  buildKeepScript,
  buildLinuxScript,
  buildUndoScript,
  buildVyosKeepScript,
  buildVyosScript,
} from '@/lib/change'
import type { ApplySettings } from '@/lib/model/apply-settings'
import type { PlanNode } from '@/lib/model/plan'

/** All scripts of one run on one node. */
export interface RunScripts {
  apply: string
  keep: string
  undo: string
  forget: string
}

/** By what a node is told: its configuration on VyOS, iproute2 on anything else. */
export const scriptsFor = (plan: PlanNode, nonce: string, settings: ApplySettings): RunScripts => {
  const isLinux = plan.method === 'linux'
  return {
    apply: isLinux ? buildLinuxScript(plan, nonce, settings) : buildVyosScript(plan, nonce, settings),
    keep: isLinux ? buildKeepScript(nonce, settings) : buildVyosKeepScript(plan, nonce, settings),
    undo: buildUndoScript(nonce),
    forget: buildForgetScript(nonce),
  }
}
