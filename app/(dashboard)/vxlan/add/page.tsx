import type { Metadata } from 'next'
import { AddPage } from '@/components/vxlan/AddPage'

export const metadata: Metadata = { title: 'Add a VXLAN interface' }

const Page = () => <AddPage />

export default Page
