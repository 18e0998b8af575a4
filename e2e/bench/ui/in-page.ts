import type { Page } from '@playwright/test'

/** Frames a second that the page draws while its canvas is dragged to and fro, and while it is left alone. */
export const frameRate = (page: Page, { pan, ms }: { pan: boolean; ms: number }): Promise<number> =>
  page.evaluate(
    ({ dragging, span }) =>
      new Promise<number>(resolve => {
        const pane = document.querySelector('.react-flow__pane')
        const { left, top, width, height } = pane?.getBoundingClientRect() ?? new DOMRect()
        const say = (type: string, x: number, target: EventTarget | null | undefined) =>
          target?.dispatchEvent(
            new MouseEvent(type, {
              ...{ bubbles: true, cancelable: true, view: window, button: 0 },
              ...{ buttons: type === 'mouseup' ? 0 : 1, clientX: left + width / 2 + x, clientY: top + height - 12 },
            }),
          )
        let frames = 0
        const start = performance.now()
        if (dragging) say('mousedown', 0, pane)
        const draw = (): void => {
          frames += 1
          const now = performance.now()
          if (dragging) say('mousemove', Math.sin((now - start) / 180) * 160, window)
          if (now - start < span) {
            requestAnimationFrame(draw)
            return
          }
          if (dragging) say('mouseup', 0, window)
          resolve(((frames - 1) * 1000) / (now - start))
        }
        requestAnimationFrame(draw)
      }),
    { dragging: pan, span: ms },
  )

/** Ms from a word typed into a field until `done` is drawn: its text stands in the element, and the frame after is painted. */
export const timeToAnswer = (
  page: Page,
  { field, text, answer, shows }: { field: string; text: string; answer: string; shows: string },
): Promise<number> =>
  page.evaluate(
    given =>
      new Promise<number>((resolve, reject) => {
        const input = document.querySelector<HTMLInputElement>(given.field)
        if (input === null) return reject(new Error(`no ${given.field}`))
        const start = performance.now()
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
        set?.call(input, given.text)
        input.dispatchEvent(new Event('input', { bubbles: true }))
        const look = (): void => {
          const now = performance.now()
          if (now - start > 20_000) {
            reject(new Error(`no ${given.shows} within 20 s`))
            return
          }
          if (document.querySelector(given.answer)?.textContent?.includes(given.shows) !== true) {
            requestAnimationFrame(look)
            return
          }
          const painted = new MessageChannel()
          painted.port1.onmessage = () => resolve(performance.now() - start)
          requestAnimationFrame(() => painted.port2.postMessage(null))
        }
        look()
      }),
    { field, text, answer, shows },
  )
