import type { Metadata } from 'next'
import { OnlyFor } from '@/components/shared/OnlyFor'
import { DeletePage } from '@/components/vxlan/DeletePage'

export const metadata: Metadata = { title: 'Remove VXLAN interfaces' }

const Page = () => (
  <OnlyFor needs="operator" title="VXLAN interfaces are removed by operators">
    <DeletePage />
  </OnlyFor>
)

export default Page
