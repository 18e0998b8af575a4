import type { Metadata } from 'next'
import { NodesPage } from '@/components/nodes/NodesPage'

export const metadata: Metadata = { title: 'Nodes' }

const Page = () => <NodesPage />

export default Page
