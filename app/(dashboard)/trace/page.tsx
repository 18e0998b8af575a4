import type { Metadata } from 'next'
import { TracePage } from '@/components/trace/TracePage'

export const metadata: Metadata = { title: 'Trace' }

const Page = () => <TracePage />

export default Page
