/** What one side says, as another one iterates over it. Nothing is lost where the reader is slower. */
export const createChannel = <Item>() => {
  const waiting: Item[] = []
  let over = false
  let failure: { cause: unknown } | null = null
  let wake: () => void = () => {}
  const end = (): void => {
    over = true
    wake()
  }
  return {
    put: (item: Item): void => {
      waiting.push(item)
      wake()
    },
    end,
    fail: (cause: unknown): void => {
      failure = { cause }
      end()
    },
    items: async function* (): AsyncGenerator<Item> {
      for (;;) {
        const item = waiting.shift()
        if (item !== undefined) yield item
        else if (failure !== null) throw failure.cause
        else if (over) return
        else
          await new Promise<void>(resolve => {
            wake = resolve
          })
      }
    },
  }
}
