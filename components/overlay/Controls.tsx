'use client'

import { useReactFlow } from '@xyflow/react'
import { Maximize, Minus, Plus, RotateCcw } from 'lucide-react'
import { Button } from '../ui/Button'

interface Props {
  onFit: () => void
  /** Puts back what was dragged; `null` where nothing was. */
  onReset: (() => void) | null
}

export const Controls = ({ onFit, onReset }: Props) => {
  const { zoomIn, zoomOut } = useReactFlow()
  return (
    <fieldset aria-label="View" className="absolute top-3 right-3 z-10 flex rounded-md border border-line bg-raised">
      <Button aria-label="Zoom in" look="icon" onClick={() => zoomIn()} title="Zoom in">
        <Plus aria-hidden className="size-4" />
      </Button>
      <Button aria-label="Zoom out" look="icon" onClick={() => zoomOut()} title="Zoom out">
        <Minus aria-hidden className="size-4" />
      </Button>
      <Button aria-label="Fit the whole overlay" look="icon" onClick={onFit} title="Fit the whole overlay">
        <Maximize aria-hidden className="size-4" />
      </Button>
      {onReset !== null && (
        <Button aria-label="Put back what was dragged" look="icon" onClick={onReset} title="Put back what was dragged">
          <RotateCcw aria-hidden className="size-4" />
        </Button>
      )}
    </fieldset>
  )
}
