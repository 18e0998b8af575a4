import { type ReactNode, Suspense } from 'react'
import { Shell } from '@/components/shell/Shell'

const DashboardLayout = ({ children }: { children: ReactNode }) => (
  <Suspense>
    <Shell>{children}</Shell>
  </Suspense>
)

export default DashboardLayout
