import { getViewportForBounds, useReactFlow, useStore } from '@xyflow/react'
import { useCallback, useEffect, useRef } from 'react'

export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

const MIN_ZOOM = 0.08
const FIT_ZOOM = 1.1
const PADDING = '28px'

const settled = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/**
 * Fits the view to what there is, until the user moves it: then it is theirs, till they ask for the fit again. `reveal`
 * brings a point to the middle at a zoom it can be read at.
 */
export const useFit = (bounds: Bounds) => {
  const { setViewport, setCenter, getZoom } = useReactFlow()
  const width = useStore(state => state.width)
  const height = useStore(state => state.height)
  const own = useRef(true)
  const { x, y, width: w, height: h } = bounds
  const frame = useCallback(
    (duration: number) => {
      if (width === 0 || height === 0 || !Number.isFinite(w)) return
      const view = getViewportForBounds({ x, y, width: w, height: h }, width, height, MIN_ZOOM, FIT_ZOOM, PADDING)
      void setViewport(view, { duration })
    },
    [x, y, w, h, width, height, setViewport],
  )
  useEffect(() => {
    if (own.current) frame(0)
  }, [frame])
  const onMoveStart = useCallback((event: MouseEvent | TouchEvent | null) => {
    if (event !== null) own.current = false
  }, [])
  const refit = useCallback(() => {
    own.current = true
    frame(settled() ? 0 : 200)
  }, [frame])
  const reveal = useCallback(
    (at: { x: number; y: number }) => {
      own.current = false
      void setCenter(at.x, at.y, { zoom: Math.max(getZoom(), 0.8), duration: settled() ? 0 : 250 })
    },
    [setCenter, getZoom],
  )
  return { onMoveStart, refit, reveal, minZoom: MIN_ZOOM }
}
