import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { endProcesses, isAlive, markedProcesses, processesIn } from './processes'
import { LabError, run } from './run'
import { labDir, liveRecords } from './state'

const NAMESPACES = '/run/netns'

/** Names of namespaces that belong to an instance, by their prefix. */
export const instanceNamespaces = (instance: string): string[] => {
  try {
    return readdirSync(NAMESPACES).filter(name => name.startsWith(`${instance}-`))
  } catch {
    return []
  }
}

/** Throws where a lab of this name runs from another clone that still stands: that one is not ours to end. */
export const refuseElsewhere = (instance: string): void => {
  const elsewhere = markedProcesses(instance)
    .map(({ dir }) => dir)
    .find(dir => dir !== undefined && dir !== labDir(instance) && existsSync(path.join(dir, 'state.json')))
  if (elsewhere === undefined) return
  throw new LabError(`a lab ${instance} runs from ${elsewhere}: take it down there, or choose another --name`)
}

const belonging = (instance: string) => {
  const marked = markedProcesses(instance).map(({ id }) => id)
  const lab = liveRecords(instance).filter(({ role }) => role !== 'other')
  return [...lab, ...marked, ...processesIn(instanceNamespaces(instance))]
}

/** A process may start another while it is being ended: look again until nothing is found. */
const ROUNDS = 5

/**
 * Ends what makes up the instance's nodes and removes its namespaces, found by record, by marker and by place: whatever is
 * left of a crash is found by one of them. Processes that others registered, and files, stay.
 */
export const removeNodes = async (instance: string): Promise<void> => {
  const registered = new Set(
    liveRecords(instance)
      .filter(({ role }) => role === 'other')
      .map(({ pid }) => pid),
  )
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = belonging(instance).filter(id => isAlive(id) && !registered.has(id.pid))
    if (found.length === 0) break
    await endProcesses(found)
  }
  await Promise.all(instanceNamespaces(instance).map(namespace => run(['ip', 'netns', 'del', namespace])))
}

/** Ends what callers registered; they may take their time to clean up. */
export const endRegistered = (instance: string): Promise<void> =>
  endProcesses(
    liveRecords(instance).filter(({ role }) => role === 'other'),
    { polite: true },
  )
