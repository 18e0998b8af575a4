import { getViewportForBounds, useReactFlow, useStore, type Viewport } from '@xyflow/react'
import { useCallback, useEffect, useRef } from 'react'

export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

const MIN_ZOOM = 0.08
const FIT_ZOOM = 1.1
/** What lies on the canvas at its top: the choice of the view, the export, the zoom. */
const CONTROLS = 56
const PADDING = { top: `${CONTROLS}px`, x: '28px', bottom: '28px' } as const
/** Below this zoom small text can't be read, so what is picked is brought nearer. */
export const READABLE = 0.62

const settled = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

const viewOf = (bounds: Bounds, width: number, height: number): Viewport =>
  getViewportForBounds(bounds, width, height, MIN_ZOOM, FIT_ZOOM, PADDING)

const inside = (box: Bounds, { x, y, zoom }: Viewport, width: number, height: number): boolean =>
  box.x * zoom + x >= 0 &&
  box.y * zoom + y >= CONTROLS &&
  (box.x + box.width) * zoom + x <= width &&
  (box.y + box.height) * zoom + y <= height

/**
 * Fits the view to what there is, until the user moves it: then it is theirs, till they ask for the fit again. `reveal`
 * brings a box to the middle where it isn't in view or can't be read; `false` while the canvas has no size yet.
 */
export const useFit = (bounds: Bounds) => {
  const { setViewport, setCenter, getViewport } = useReactFlow()
  const width = useStore(state => state.width)
  const height = useStore(state => state.height)
  const own = useRef(true)
  const frame = useCallback(
    (duration: number) => {
      if (width === 0 || height === 0 || !Number.isFinite(bounds.width)) return
      void setViewport(viewOf(bounds, width, height), { duration })
    },
    [bounds, width, height, setViewport],
  )
  useEffect(() => {
    if (own.current) frame(0)
  }, [frame])
  const onMoveStart = useCallback((event: MouseEvent | TouchEvent | null) => {
    if (event !== null) own.current = false
  }, [])
  /** What the user drags must not make the view jump under their hand. */
  const hold = useCallback(() => {
    own.current = false
  }, [])
  const refit = useCallback(() => {
    own.current = true
    frame(settled() ? 0 : 200)
  }, [frame])
  const reveal = useCallback(
    (box: Bounds): boolean => {
      if (width === 0 || height === 0) return false
      const view = own.current ? viewOf(bounds, width, height) : getViewport()
      if (view.zoom >= READABLE && inside(box, view, width, height)) return true
      own.current = false
      const zoom = Math.max(view.zoom, 0.8)
      void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration: settled() ? 0 : 250 })
      return true
    },
    [bounds, width, height, setCenter, getViewport],
  )
  /** Moves the view, at the zoom it has, until a box is in it. */
  const show = useCallback(
    (box: Bounds) => {
      const view = getViewport()
      if (width === 0 || height === 0 || inside(box, view, width, height)) return
      own.current = false
      const duration = settled() ? 0 : 150
      void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: view.zoom, duration })
    },
    [width, height, setCenter, getViewport],
  )
  /** Goes to a box, as near as it can be seen whole. */
  const goTo = useCallback(
    (box: Bounds) => {
      if (width === 0 || height === 0) return
      own.current = false
      void setViewport(viewOf(box, width, height), { duration: settled() ? 0 : 250 })
    },
    [width, height, setViewport],
  )
  return { hold, onMoveStart, refit, reveal, show, goTo, minZoom: MIN_ZOOM }
}
