import type { Metadata } from 'next'
import { EditNodePage } from '@/components/nodes/EditNodePage'
import { OnlyFor } from '@/components/shared/OnlyFor'

interface Props {
  params: Promise<{ name: string }>
}

const nameOf = async ({ params }: Props): Promise<string> => decodeURIComponent((await params).name)

export const generateMetadata = async (props: Props): Promise<Metadata> => ({ title: `Change ${await nameOf(props)}` })

const Page = async (props: Props) => (
  <OnlyFor needs="admin" title="Nodes are changed by admins">
    <EditNodePage name={await nameOf(props)} />
  </OnlyFor>
)

export default Page
