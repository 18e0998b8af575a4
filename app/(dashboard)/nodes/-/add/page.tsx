import type { Metadata } from 'next'
import { AddNodePage } from '@/components/nodes/AddNodePage'

export const metadata: Metadata = { title: 'Add a node' }

const Page = () => <AddNodePage />

export default Page
