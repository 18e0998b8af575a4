import type { Metadata } from 'next'
import { AuditPage } from '@/components/audit/AuditPage'
import { OnlyFor } from '@/components/shared/OnlyFor'

export const metadata: Metadata = { title: 'Audit log' }

const Page = () => (
  <OnlyFor needs="operator" title="The audit log is for operators">
    <AuditPage />
  </OnlyFor>
)

export default Page
