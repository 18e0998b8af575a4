'use client'

import { Check } from 'lucide-react'
import { formOf } from '@/lib/client/node-form'
import { changeNode, useInventoryNode } from '@/lib/client/use-inventory'
import { Skeleton } from '../ui/Skeleton'
import { BackToNodes } from './BackToNodes'
import { NodeFormPage } from './NodeFormPage'
import { NoNode } from './NoNode'

/** Changes how a node of the inventory is reached and what it is called. */
export const EditNodePage = ({ name }: { name: string }) => {
  const { data, fault } = useInventoryNode(name)
  if (data === undefined)
    return fault === undefined ? <Skeleton label={`Asking for ${name}`} rows={8} /> : <NoNode fault={fault} />
  return (
    <NodeFormPage
      back={<BackToNodes to={name} />}
      known={formOf(data)}
      save={{ words: 'Save', Icon: Check, run: node => changeNode(name, node, data) }}
      title={`Change ${name}`}
    >
      How vxscope reaches it, and what it is called here; on the node itself nothing changes. What happened until now
      stays in the timeline under {name}, whatever it is called next.
    </NodeFormPage>
  )
}
