import type { Metadata } from 'next'
import { OnlyFor } from '@/components/shared/OnlyFor'
import { EditPage } from '@/components/vxlan/EditPage'

export const metadata: Metadata = { title: 'Change VXLAN interfaces' }

const Page = () => (
  <OnlyFor needs="operator" title="VXLAN interfaces are changed by operators">
    <EditPage />
  </OnlyFor>
)

export default Page
