import path from 'node:path'
import type { Inventory } from '@/lib/model/inventory'
import { resolveFile } from './resolve-file'

/**
 * The database of what happened: the inventory's `history.file`, else `vxscope.history/history.db` beside `vxscope.yaml`. So
 * each inventory has a history of its own, and it goes when a lab's folder goes. It has a folder to itself: SQLite writes
 * several files, and the inventory's folder is watched for changes.
 */
export const historyFile = (inventory: Pick<Inventory, 'history'>, configFile: string, home: string): string => {
  const { dir, name } = path.parse(path.resolve(configFile))
  const { file } = inventory.history
  return file === undefined ? path.join(dir, `${name}.history`, 'history.db') : resolveFile(file, dir, home)
}
