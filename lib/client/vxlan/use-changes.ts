import { useEffect, useMemo, useState } from 'react'
import useSWR from 'swr'
import { type AppliedChange, ApplyAnswer, ChangeAnswer, ChangesAnswer } from '@/lib/model/apply'
import { type ApiFault, asChange, fetchAnswer, sendChange } from '../fetcher'
import { listenToStream } from '../live-stream'
import { LIVE, usePolling } from '../use-api'
import { useStreamPhase } from '../use-stream'
import { withTold } from './told-changes'

const CHANGES_URL = '/api/v1/vxlan/changes'
const changeUrl = (id: string): string => `${CHANGES_URL}/${encodeURIComponent(id)}`

type Told = ReadonlyMap<string, AppliedChange>
const NOTHING: Told = new Map()

/**
 * What the stream has told of changes since it was last begun: each time a change whole, so that it stands above whatever was
 * fetched. After a gap nothing told before counts, and `again` fetches.
 */
const useTold = (again: () => unknown): Told => {
  const [told, setTold] = useState(NOTHING)
  const phase = useStreamPhase()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time the stream begins or breaks, what it told is void
  useEffect(() => {
    setTold(NOTHING)
    void again()
  }, [phase, again])
  useEffect(
    () =>
      listenToStream(messages => {
        if (messages.some(({ type }) => type === 'reset')) {
          setTold(NOTHING)
          void again()
        }
        const changes = messages.flatMap(message => (message.type === 'change' ? [message.change] : []))
        if (changes.length > 0)
          setTold(before => new Map([...before, ...changes.map(change => [change.id, change] as const)]))
      }),
    [again],
  )
  return told
}

/** Changes of late, newest first, as the stream tells of them; none before the first answer. */
export const useChanges = (): AppliedChange[] => {
  const { data, mutate } = useSWR<ChangesAnswer, ApiFault>(
    CHANGES_URL,
    (url: string) => fetchAnswer(ChangesAnswer, url),
    { ...LIVE, ...usePolling() },
  )
  const told = useTold(mutate)
  return useMemo(() => withTold(data?.changes ?? [], told), [data, told])
}

/** One change as it goes on. */
export const useChange = (id: string): { change: AppliedChange | undefined; fault: ApiFault | undefined } => {
  const { data, error, mutate } = useSWR<ChangeAnswer, ApiFault>(
    changeUrl(id),
    (url: string) => fetchAnswer(ChangeAnswer, url),
    { ...LIVE, ...usePolling() },
  )
  const told = useTold(mutate)
  return { change: told.get(id) ?? data?.change, fault: error }
}

/** Begins to apply a plan, and gives the id it is followed by. Throws `ApiFault`. */
export const applyPlan = async (digest: string, atOnce: boolean): Promise<string> => {
  const { id } = await sendChange(ApplyAnswer, '/api/v1/vxlan/apply', asChange('POST', { digest, atOnce }))
  return id
}

/** Says whether the nodes that are done go back with those that failed. Throws `ApiFault`. */
export const answerChange = (id: string, undoOthers: boolean): Promise<ChangeAnswer> =>
  sendChange(ChangeAnswer, `${changeUrl(id)}/answer`, asChange('POST', { undoOthers }))
