import type { Metadata } from 'next'
import { NodePage } from '@/components/nodes/NodePage'

interface Props {
  params: Promise<{ name: string }>
}

const nameOf = async ({ params }: Props): Promise<string> => decodeURIComponent((await params).name)

export const generateMetadata = async (props: Props): Promise<Metadata> => ({ title: await nameOf(props) })

const Page = async (props: Props) => <NodePage name={await nameOf(props)} />

export default Page
