import type { Metadata } from 'next'
import { OnlyFor } from '@/components/shared/OnlyFor'
import { TakeBackPage } from '@/components/vxlan/TakeBackPage'

export const metadata: Metadata = { title: 'Take a change back' }

const Page = async ({ params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params
  return (
    <OnlyFor needs="operator" title="Nodes are changed by others">
      <TakeBackPage id={decodeURIComponent(id)} />
    </OnlyFor>
  )
}

export default Page
