import { ImportAnswer } from '@/lib/model/nodes-api'
import { readConfigHosts } from '@/lib/ssh'
import { answer } from '../http'
import { importAnsible, importSshConfig } from '../inventory/import'
import type { Reaching } from './named-node'

/** What the ssh config of the user who runs the server could add. Nothing is written. */
export const answerSshConfig = async ({ access }: Pick<Reaching, 'access'>): Promise<Response> =>
  answer(ImportAnswer, importSshConfig(await readConfigHosts(access.home), access.inventory().nodes))

/** What an Ansible inventory could add. Nothing is written. */
export const answerAnsible = (text: string, { access }: Pick<Reaching, 'access'>): Response =>
  answer(ImportAnswer, importAnsible(text, access.inventory().nodes))
