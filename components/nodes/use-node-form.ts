import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ApiFault } from '@/lib/client/fetcher'
import { NodeForm, NodeFromForm } from '@/lib/client/node-form'
import { useConnectionTest } from '@/lib/client/use-connection-test'
import { useUrl } from '@/lib/client/use-url'
import type { ApiError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'

const isField = (name: string): name is keyof NodeForm => Object.hasOwn(NodeForm.shape, name)

/** The field that a refusal is about; in the answer to several nodes it stands behind the node's number. */
const fieldOf = (path: string): keyof NodeForm | undefined => path.split('.').find(isField)

/** A node being described, tried out and written by `save`, beginning with what is known of it. */
export const useNodeForm = (known: NodeForm, save: (node: InventoryNode) => Promise<unknown>) => {
  const form = useForm<NodeForm, unknown, InventoryNode>({
    resolver: zodResolver(NodeFromForm),
    defaultValues: known,
    mode: 'onTouched',
  })
  const { run, start } = useConnectionTest()
  const { go } = useUrl()
  /** As it was tried last: what the steps and the key on the screen are about. */
  const [tried, setTried] = useState<InventoryNode | null>(null)
  const [error, setError] = useState<ApiError | null>(null)

  const test = (node: InventoryNode) => {
    setTried(node)
    return start(node.name, node)
  }
  const write = async (node: InventoryNode) => {
    setError(null)
    try {
      await save(node)
      go(`/nodes/${encodeURIComponent(node.name)}`)
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      const fields = cause.fields.flatMap(({ field, message }) => ({ name: fieldOf(field) ?? null, message }))
      for (const { name, message } of fields) if (name) form.setError(name, { message }, { shouldFocus: true })
      if (!fields.some(({ name }) => name)) setError(cause.error)
    }
  }
  return { form, run, tried, error, onTest: form.handleSubmit(test), onSave: form.handleSubmit(write), retry: test }
}
