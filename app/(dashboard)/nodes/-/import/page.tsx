import type { Metadata } from 'next'
import { ImportPage } from '@/components/nodes/ImportPage'

export const metadata: Metadata = { title: 'Import nodes' }

const Page = () => <ImportPage />

export default Page
