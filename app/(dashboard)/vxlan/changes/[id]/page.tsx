import type { Metadata } from 'next'
import { ChangePage } from '@/components/vxlan/ChangePage'

export const metadata: Metadata = { title: 'A change of VXLAN interfaces' }

const Page = async ({ params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params
  return <ChangePage id={decodeURIComponent(id)} />
}

export default Page
