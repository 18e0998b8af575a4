import type { Metadata } from 'next'
import { EditNodePage } from '@/components/nodes/EditNodePage'

interface Props {
  params: Promise<{ name: string }>
}

const nameOf = async ({ params }: Props): Promise<string> => decodeURIComponent((await params).name)

export const generateMetadata = async (props: Props): Promise<Metadata> => ({ title: `Change ${await nameOf(props)}` })

const Page = async (props: Props) => <EditNodePage name={await nameOf(props)} />

export default Page
