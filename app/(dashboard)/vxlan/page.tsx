import type { Metadata } from 'next'
import { VxlanPage } from '@/components/vxlan/VxlanPage'

export const metadata: Metadata = { title: 'VXLAN interfaces' }

const Page = () => <VxlanPage />

export default Page
