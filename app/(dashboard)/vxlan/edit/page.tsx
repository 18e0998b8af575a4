import type { Metadata } from 'next'
import { EditPage } from '@/components/vxlan/EditPage'

export const metadata: Metadata = { title: 'Change VXLAN interfaces' }

const Page = () => <EditPage />

export default Page
