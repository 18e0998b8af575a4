import { Inventory } from '@/lib/model/inventory'
import { ok, type Result } from '@/lib/model/result'
import { INVENTORY_FILE, parseInventory } from './parse-inventory'
import type { InventoryProblem } from './problem'
import { readText, readTextIfAny } from './read-text'

/** An inventory file's text, and its absence, as they are; what is wrong with the file comes back as problems. Never throws. */
export const readInventoryText = (file: string): Promise<Result<string | null, InventoryProblem[]>> =>
  readTextIfAny(file, INVENTORY_FILE)

/** Reads an inventory file. What is wrong with the file or in it comes back as problems; it never throws. */
export const readInventory = async (file: string): Promise<Result<Inventory, InventoryProblem[]>> => {
  const text = await readText(file, INVENTORY_FILE)
  return text.ok ? parseInventory(text.value, file) : text
}

/** The same for a first start: a file that doesn't exist yet (`absent`) is an inventory without nodes. */
export const readFirstInventory = async (
  file: string,
): Promise<Result<{ inventory: Inventory; absent: boolean }, InventoryProblem[]>> => {
  const text = await readInventoryText(file)
  if (!text.ok) return text
  if (text.value === null) return ok({ inventory: Inventory.parse({}), absent: true })
  const inventory = parseInventory(text.value, file)
  return inventory.ok ? ok({ inventory: inventory.value, absent: false }) : inventory
}
