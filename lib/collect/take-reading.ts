import type { Reading } from '@/lib/model/reading'
import { beginFdbReading, type NodeShell } from '@/lib/overlay'
import { createPace, nextTurn } from '@/lib/turns'
import type { NodeSink } from './store'

export interface TakeOptions {
  /** When it was asked for, ms. */
  startedAt: number
  watched: boolean
  shell: Partial<NodeShell>
}

/**
 * Takes a reading into a node's table and the overlay: some ms of work at a time, with turns for others in between. Its first
 * piece is published at once, of the rest many rows together; what the node's stream tells meanwhile is newer, and stays.
 */
export const takeReading = async (
  sink: NodeSink,
  reading: Reading,
  { startedAt, watched, shell }: TakeOptions,
): Promise<void> => {
  const steps = beginFdbReading(sink.table(), reading, { startedAt, watched })
  const pace = createPace()
  const take = () => sink.take(table => steps.step(table, pace.size))
  const tell = () => sink.tell(shell, steps.isDone ? reading : null)
  await nextTurn()
  pace.run(take)
  tell()
  if (steps.isDone) return
  while (!steps.isDone && sink.isCurrent()) {
    await nextTurn()
    pace.run(take)
  }
  await nextTurn()
  tell()
}
