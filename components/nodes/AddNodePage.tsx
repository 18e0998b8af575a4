'use client'

import { Plus } from 'lucide-react'
import { EMPTY_FORM } from '@/lib/client/node-form'
import { addNodes } from '@/lib/client/use-inventory'
import { PageLink } from '../ui/PageLink'
import { BackToNodes } from './BackToNodes'
import { NodeFormPage } from './NodeFormPage'

/** Adds a node to the inventory. */
export const AddNodePage = () => (
  <NodeFormPage
    back={<BackToNodes />}
    known={EMPTY_FORM}
    save={{ words: 'Add node', Icon: Plus, run: node => addNodes([node]) }}
    title="Add a node"
  >
    vxscope logs in over SSH and reads what ip and bridge print; nothing is installed or changed there. Several at once:{' '}
    <PageLink href="/nodes/-/import" inText>
      import them
    </PageLink>
    .
  </NodeFormPage>
)
