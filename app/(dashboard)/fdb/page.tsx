import type { Metadata } from 'next'
import { FdbPage } from '@/components/fdb/FdbPage'

export const metadata: Metadata = { title: 'FDB' }

const Page = () => <FdbPage />

export default Page
