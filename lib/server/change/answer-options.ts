import { optionsOf, UNKNOWN_SYSTEM } from '@/lib/change'
import { undoLaterOf } from '@/lib/model/apply-settings'
import { OptionsAnswer, OptionsQuery } from '@/lib/model/node-options'
import { refuseRole } from '../guard'
import { answer, head, refuse } from '../http'
import { parseQuery } from '../query'
import type { NodeAccess } from '../runtime'
import type { Serving } from '../serving'

type Given = Pick<Serving, 'bus' | 'readFacts'> & { access: Pick<NodeAccess, 'inventory'> }

/**
 * `GET /vxlan/options?nodes=a,b`: what each node can be asked for, and what it has. Each is asked what it is; nothing is changed.
 * Without nodes, what holds for all changes, for everybody who may read.
 */
export const answerOptions = async (request: Request, { bus, access, readFacts }: Given): Promise<Response> => {
  const query = parseQuery(request, OptionsQuery)
  if (!query.ok) return query.error
  const { nodes = [] } = query.value
  // Each costs a login there, and only who may plan needs to know.
  const refused = nodes.length === 0 ? null : refuseRole('operator')
  if (refused !== null) return refused
  const { readOnly, apply, nodes: known } = access.inventory()
  const stranger = nodes.find(node => !known.some(({ name }) => name === node))
  if (stranger !== undefined)
    return refuse('notFound', `There is no node ${stranger}.`, 'GET /api/v1/nodes tells which there are.')
  const { facts, failed } = await readFacts({ nodes: nodes.map(node => ({ node })) })
  const options = nodes.map(node => {
    const error = failed.find(each => each.node === node)?.error
    const found = optionsOf(node, facts.nodes.get(node) ?? { reading: null, system: UNKNOWN_SYSTEM })
    return error === undefined ? found : { ...found, method: null, limits: null, why: error.message }
  })
  const waits = { undoAfter: apply.undoAfter, undoLater: undoLaterOf(apply) }
  return answer(OptionsAnswer, { ...head(bus.current()), readOnly, ...waits, nodes: options })
}
