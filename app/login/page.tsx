import type { Metadata } from 'next'
import { Suspense } from 'react'
import { LoginPage } from '@/components/login/LoginPage'

export const metadata: Metadata = { title: 'Log in' }

const Page = () => (
  <Suspense>
    <LoginPage />
  </Suspense>
)

export default Page
