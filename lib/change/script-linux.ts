import type { PlanNode } from '@/lib/model/plan'
import { buildArmedScript } from './dead-man'
import type { Waits } from './protocol'

/** That the device is still what the plan took it for: none yet, or a VXLAN device of that name and VNI. */
export const linuxGuard = ({ action, name, before }: PlanNode): string =>
  action === 'create'
    ? `! [ -e /sys/class/net/${name} ]`
    : `ip -d link show dev ${name} | grep -qw 'vxlan.* id ${before.vni ?? 'none'}'`

/** All of a plan on one Linux node, or nothing: for `sh -s`. */
export const buildLinuxScript = (plan: PlanNode, nonce: string, waits: Waits): string =>
  buildArmedScript({ nonce, waits, undo: plan.undo, guard: linuxGuard(plan) }, plan.commands)
