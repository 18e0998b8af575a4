import type { Snapshot } from '@/lib/bus'
import type { Node } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import { refuse } from './http'

/** A node of the inventory by its name, with its last reading if it was ever read. */
export const findNode = (
  { overlay, readings }: Snapshot,
  name: string,
): Result<{ node: Node; reading: Reading | null }, Response> => {
  const node = overlay.nodes.find(candidate => candidate.name === name)
  return node
    ? ok({ node, reading: readings.get(name) ?? null })
    : fail(
        refuse('notFound', 'The inventory has no node of this name.', 'GET /api/v1/nodes lists the nodes there are.'),
      )
}
