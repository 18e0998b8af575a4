/** Work that may be left at each `yield`, so that whoever runs it can let others have a turn. */
export type InSteps<T> = Generator<void, T>

/** So many rows at once are some milliseconds of work. */
const AT_ONCE = 4096

/** Whether it is time to yield, at an index of a long list. */
export const isStep = (index: number): boolean => index % AT_ONCE === AT_ONCE - 1

/** All of it without a break. */
export const finish = <T>(steps: InSteps<T>): T => {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
