import { mutate } from 'swr'
import { type SilenceRequest, SilencesAnswer } from '@/lib/model/silence'
import { asChange, sendChange } from './fetcher'
import { CHECKS_URL } from './use-checks'

const SILENCES_URL = '/api/v1/silences'

/** From now on nobody hears of what it names, until it ends. Throws `ApiFault`. */
export const addSilence = async (request: SilenceRequest): Promise<void> => {
  await sendChange(SilencesAnswer, SILENCES_URL, asChange('POST', request))
  await mutate(CHECKS_URL)
}

/** It is heard of again. Throws `ApiFault`. */
export const endSilence = async (id: string): Promise<void> => {
  await sendChange(SilencesAnswer, `${SILENCES_URL}/${encodeURIComponent(id)}`, asChange('DELETE'))
  await mutate(CHECKS_URL)
}
