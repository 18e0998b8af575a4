import type { Metadata } from 'next'
import { OnlyFor } from '@/components/shared/OnlyFor'
import { EditPage } from '@/components/vxlan/EditPage'

export const metadata: Metadata = { title: 'Change VXLAN interfaces' }

const Page = () => (
  <OnlyFor needs="operator" title="Nodes are changed by others">
    <EditPage />
  </OnlyFor>
)

export default Page
