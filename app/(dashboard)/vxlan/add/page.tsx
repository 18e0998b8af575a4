import type { Metadata } from 'next'
import { OnlyFor } from '@/components/shared/OnlyFor'
import { AddPage } from '@/components/vxlan/AddPage'

export const metadata: Metadata = { title: 'Add a VXLAN interface' }

const Page = () => (
  <OnlyFor needs="operator" title="VXLAN interfaces are added by operators">
    <AddPage />
  </OnlyFor>
)

export default Page
