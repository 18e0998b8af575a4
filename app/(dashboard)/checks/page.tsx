import type { Metadata } from 'next'
import { ChecksPage } from '@/components/checks/ChecksPage'

export const metadata: Metadata = { title: 'Checks' }

const Page = () => <ChecksPage />

export default Page
