import type { Metadata } from 'next'
import { OverlayPage } from '@/components/overlay/OverlayPage'

export const metadata: Metadata = { title: 'Overlay' }

const Page = () => <OverlayPage />

export default Page
