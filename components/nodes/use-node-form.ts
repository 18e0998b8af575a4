import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ApiFault } from '@/lib/client/fetcher'
import { EMPTY_FORM, NodeForm, NodeFromForm } from '@/lib/client/node-form'
import { useConnectionTest } from '@/lib/client/use-connection-test'
import { addNodes } from '@/lib/client/use-inventory'
import { useUrl } from '@/lib/client/use-url'
import type { ApiError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'

const isField = (name: string): name is keyof NodeForm => Object.hasOwn(NodeForm.shape, name)

/** A node being described, tried out and added. */
export const useNodeForm = () => {
  const form = useForm<NodeForm, unknown, InventoryNode>({
    resolver: zodResolver(NodeFromForm),
    defaultValues: EMPTY_FORM,
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
  const add = async (node: InventoryNode) => {
    setError(null)
    try {
      await addNodes([node])
      go(`/nodes/${encodeURIComponent(node.name)}`)
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      const fields = cause.fields.map(({ field, message }) => ({ name: field.split('.')[2] ?? '', message }))
      for (const { name, message } of fields) if (isField(name)) form.setError(name, { message }, { shouldFocus: true })
      if (!fields.some(({ name }) => isField(name))) setError(cause.error)
    }
  }
  return { form, run, tried, error, onTest: form.handleSubmit(test), onAdd: form.handleSubmit(add), retry: test }
}
