import { fail, ok, type Result } from '@/lib/model/result'
import { formatProblems, listProblems, parseYaml, readText, type TextFile } from '@/lib/server/inventory'

const CHANGE_FILE: TextFile = {
  expected: 'a change',
  example: 'nodes:\n  - { node: leaf1, action: delete, name: vxlan100 }',
  mostBytes: 1024 * 1024,
}

/** A change's file, YAML or JSON, as data that no schema has looked at. An error is the text for the user, with line and column. */
export const readChangeFile = async (file: string): Promise<Result<unknown, string>> => {
  const text = await readText(file, CHANGE_FILE)
  if (!text.ok) return fail(formatProblems(text.error))
  const { problems, root, lines } = parseYaml(text.value)
  return root === null || problems.length > 0
    ? fail(formatProblems(listProblems(problems, lines, file)))
    : ok(root.value)
}
