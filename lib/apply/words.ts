import type { Difference, Progress } from '@/lib/change'
import type { ApplyNode } from '@/lib/model/apply'
import type { PlanNode } from '@/lib/model/plan'

export type Failure = NonNullable<ApplyNode['failure']>

export const PLAN_AGAIN = 'Plan again: the node is no longer as this plan took it.'

/** Steps of a script that are no command of the plan. VyOS's are those of its session (`VYOS_EXIT`). */
const AT: Readonly<Record<string, Omit<Failure, 'at'>>> = {
  busy: { message: 'another change is under way on this node', hint: 'Plan again when it is over.' },
  guard: { message: 'the device is no longer what the plan took it for', hint: PLAN_AGAIN },
  exists: { message: 'the device is no longer configured as the plan took it', hint: PLAN_AGAIN },
  arm: { message: 'the undo could not be put on the node', hint: '/tmp of the node must be writable and have room.' },
  late: { message: 'the time was over before all commands had run', hint: 'Take a longer --undo-after.' },
  setup: { message: 'VyOS opened no configuration session', hint: 'May this login configure?' },
  locked: {
    message: 'the configuration stayed locked by another commit',
    hint: 'Try again when the other commit is over.',
  },
  device: {
    message: 'the commit was accepted, and the kernel has not the device that it should have',
    hint: 'See the log of the node.',
  },
  file: { message: 'the saved configuration is not as it should be', hint: 'Is there room in /config?' },
  confirm: { message: 'commit-confirm could not be begun', hint: 'May this login run config-mgmt under sudo?' },
  session: { message: 'the configuration session failed', hint: '' },
  keep: { message: 'it could not be confirmed and saved', hint: 'May this login save the configuration?' },
}

/** Why a script stopped: which step, and the node's own words. */
export const failureOf = (plan: PlanNode, { failure, steps }: Progress): Failure | null => {
  if (failure === null) return null
  const known = AT[failure.at]
  if (known) return { at: failure.at, ...known }
  const step = steps.findLast(each => String(each.step) === failure.at)
  const said = step?.output.trim() ?? ''
  return {
    at: failure.at,
    message: `${plan.commands[Number(failure.at) - 1] ?? 'a command'}: status ${failure.status}${said === '' ? '' : `: ${said}`}`,
    hint: '',
  }
}

/** Why a change was undone that nobody brought to its end. */
export const interruptedBy = (message: string): Failure => ({
  at: 'interrupted',
  message,
  hint: 'What was not kept by then goes back to what it was. Once it has, plan the change again.',
})

const shown = (value: unknown): string => {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'nothing'
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value)
}

export const describeDifferences = (differences: readonly Difference[]): string =>
  differences.map(({ field, expected, found }) => `${field} is ${shown(found)}, not ${shown(expected)}`).join('; ')
