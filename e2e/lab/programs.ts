import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { LabError, TOOL_PATH } from './run'

/** The file that a command's name leads to; undefined where there is none. */
export const findProgram = (name: string): string | undefined =>
  TOOL_PATH.split(':')
    .map(folder => path.join(folder, name))
    .find(file => existsSync(file))

/** The real file behind a command, links followed. */
export const programFile = (name: string): string => {
  const found = findProgram(name)
  if (found === undefined) throw new LabError(`${name} is not installed`)
  return realpathSync(found)
}
