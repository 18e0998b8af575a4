import type { z } from 'zod'
import { issue, type Rows } from './lines'

/**
 * The one decoder: what a text reader built and what a node's own JSON says go through the same schema. What does
 * not fit becomes an issue with its line; the row is added otherwise. `text` may be made only when it is needed: most rows fit.
 */
export const decode = <Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
  line: number,
  text: string | (() => string),
  into: Rows<z.infer<Schema>>,
): void => {
  const decoded = raw === undefined ? undefined : schema.safeParse(raw)
  if (decoded?.success) into.rows.push(decoded.data)
  else into.issues.push(issue(line, typeof text === 'string' ? text : text()))
}
