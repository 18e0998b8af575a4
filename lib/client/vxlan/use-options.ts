import { useEffect } from 'react'
import useSWR from 'swr'
import { OptionsAnswer } from '@/lib/model/node-options'
import { type ApiFault, fetchAnswer, NODES_TIMEOUT_MS } from '../fetcher'
import { type Known, LIVE } from '../use-api'

const URL = '/api/v1/vxlan/options'

/** A node that can't be changed now, since it isn't reached, is asked again after so long, ms. */
const AGAIN_MS = 10_000

const useOptions = (url: string | null): Known<OptionsAnswer> => {
  const { data, error, isLoading, isValidating, mutate } = useSWR<OptionsAnswer, ApiFault>(
    url,
    (key: string) => fetchAnswer(OptionsAnswer, key, NODES_TIMEOUT_MS),
    { ...LIVE, revalidateOnFocus: false },
  )
  const isLacking = !isValidating && data !== undefined && data.nodes.some(({ limits }) => limits === null)
  useEffect(() => {
    if (!isLacking) return
    const timer = setTimeout(() => void mutate(), AGAIN_MS)
    return () => clearTimeout(timer)
  }, [isLacking, mutate])
  return { data, fault: error, loading: isLoading }
}

/** What holds for all changes; `undefined` until it is known. */
export const useApplySettings = (): OptionsAnswer | undefined => useOptions(URL).data

/** What these nodes can be asked for: each is asked over SSH, so once, and again only where one could not be. */
export const useNodeOptions = (names: readonly string[]): Known<OptionsAnswer> =>
  useOptions(names.length === 0 ? null : `${URL}?nodes=${names.map(encodeURIComponent).join(',')}`)
