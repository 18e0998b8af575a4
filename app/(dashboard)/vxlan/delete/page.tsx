import type { Metadata } from 'next'
import { DeletePage } from '@/components/vxlan/DeletePage'

export const metadata: Metadata = { title: 'Remove VXLAN interfaces' }

const Page = () => <DeletePage />

export default Page
