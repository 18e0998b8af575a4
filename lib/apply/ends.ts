import type { ApplyState } from '@/lib/model/apply'

const ENDS: readonly ApplyState[] = ['kept', 'undone', 'untouched', 'differs', 'unknown']

/** Whether nothing more happens on a node that stands so. */
export const isEnd = (state: ApplyState): boolean => ENDS.includes(state)
