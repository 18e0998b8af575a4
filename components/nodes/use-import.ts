import { useEffect, useState } from 'react'
import { ApiFault, asChange, fetchAnswer, sendChange } from '@/lib/client/fetcher'
import { REFRESH_MS } from '@/lib/client/use-api'
import { addNodes } from '@/lib/client/use-inventory'
import { useUrl } from '@/lib/client/use-url'
import type { ApiError } from '@/lib/model/error'
import { ImportAnswer } from '@/lib/model/nodes-api'

export type ImportSource = 'ssh-config' | 'ansible'

/** What a source holds, what of it is chosen, and how to add that. */
export const useImport = () => {
  const { params, change, go } = useUrl()
  const source: ImportSource = params.get('from') === 'ansible' ? 'ansible' : 'ssh-config'
  const [found, setFound] = useState<ImportAnswer | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [error, setError] = useState<ApiError | null>(null)
  const [busy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setError(cause.error)
    } finally {
      setBusy(false)
    }
  }

  useEffect(() => {
    // What one source held says nothing of another, however late it came.
    setFound(null)
    setChosen(new Set())
    setError(null)
    if (source !== 'ssh-config') return
    let current = true
    let later: ReturnType<typeof setTimeout> | undefined
    const ask = async (): Promise<void> => {
      try {
        const answer = await fetchAnswer(ImportAnswer, '/api/v1/import/ssh-config')
        if (!current) return
        setError(null)
        setFound(answer)
      } catch (cause) {
        if (!(cause instanceof ApiFault)) throw cause
        if (!current) return
        setError(cause.error)
        if (cause.status === null) later = setTimeout(() => void ask(), REFRESH_MS)
      }
    }
    void ask()
    return () => {
      current = false
      clearTimeout(later)
    }
  }, [source])

  return {
    ...{ source, found, chosen, setChosen, error, busy },
    pick: (next: ImportSource) => change({ from: next }),
    read: (text: string) =>
      attempt(async () => {
        setChosen(new Set())
        setFound(await sendChange(ImportAnswer, '/api/v1/import/ansible', asChange('POST', { text })))
      }),
    add: () =>
      attempt(async () => {
        const nodes = found?.candidates.filter(({ node }) => chosen.has(node.name)).map(({ node }) => node) ?? []
        await addNodes(nodes)
        go('/nodes')
      }),
  }
}
