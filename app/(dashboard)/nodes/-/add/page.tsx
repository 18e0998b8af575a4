import type { Metadata } from 'next'
import { AddNodePage } from '@/components/nodes/AddNodePage'
import { OnlyFor } from '@/components/shared/OnlyFor'

export const metadata: Metadata = { title: 'Add a node' }

const Page = () => (
  <OnlyFor needs="admin" title="Nodes are added by admins">
    <AddNodePage />
  </OnlyFor>
)

export default Page
