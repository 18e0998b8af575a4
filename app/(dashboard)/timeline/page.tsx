import type { Metadata } from 'next'
import { TimelinePage } from '@/components/timeline/TimelinePage'

export const metadata: Metadata = { title: 'Timeline' }

const Page = () => <TimelinePage />

export default Page
