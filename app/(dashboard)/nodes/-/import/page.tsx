import type { Metadata } from 'next'
import { ImportPage } from '@/components/nodes/ImportPage'
import { OnlyFor } from '@/components/shared/OnlyFor'

export const metadata: Metadata = { title: 'Import nodes' }

const Page = () => (
  <OnlyFor needs="admin" title="Nodes are added by admins">
    <ImportPage />
  </OnlyFor>
)

export default Page
