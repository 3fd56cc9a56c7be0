'use client'
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { lateAttribute, liveEvent } from '../fields/early-press'

type Props = { children: ReactNode; fallback?: ReactNode }

/**
 * Around a part that is loaded after the rest of its page. The server renders it, so it is visible before hydration:
 * earlier presses are replayed once its code is there. Until then it keeps its first properties: React would replace
 * a part that changes before its hydration, and the pressed button with it.
 */
export function LatePart({ children, fallback = null }: Props) {
  const part = useRef<HTMLDivElement>(null)
  const [isLate, setLate] = useState(true)
  useEffect(() => {
    if (!isLate) part.current?.dispatchEvent(new Event(liveEvent, { bubbles: true }))
  }, [isLate])
  const current = (
    <Suspense fallback={fallback}>
      <Arrival onArrival={() => setLate(false)} />
      {children}
    </Suspense>
  )
  const [first] = useState(current)
  return (
    <div ref={part} className="contents" {...(isLate && { [lateAttribute]: '' })}>
      {isLate ? first : current}
    </div>
  )
}

/** Its effect runs with those of the sibling parts: not before the last of them is hydrated. */
function Arrival({ onArrival }: { onArrival: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: one arrives once.
  useEffect(onArrival, [])
  return null
}
