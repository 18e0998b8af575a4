import type { ApiError, RequestErrorCode } from '@/lib/model/error'

/** Why a change is not applied. */
export interface ChangeError {
  code: Extract<RequestErrorCode, 'readOnly' | 'planAgain' | 'cannotRead' | 'cannotWrite' | 'notFound' | 'notAsking'>
  message: string
  hint: string
}

export const planAgain = (message: string): ChangeError => ({
  code: 'planAgain',
  message,
  hint: 'Nothing was sent to any node. Plan the change again, and look at that plan.',
})

/** Nodes of a plan that can't be read when it is to be applied. */
export const cannotRead = (failed: readonly { node: string; error: ApiError }[]): ChangeError => ({
  code: 'cannotRead',
  message: `${failed.map(({ node, error }) => `${node} could not be read: ${error.message}`).join('; ')}.`,
  hint: [
    'Nothing was sent to any node: what they are now must be known first.',
    ...new Set(failed.map(({ error }) => error.hint).filter(hint => hint !== '')),
    'Apply this plan again once they answer.',
  ].join(' '),
})
