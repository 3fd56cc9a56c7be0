'use client'
import { useEffect, useRef, useState } from 'react'
import type { OrderChoice } from '~/lib/ordering/client'

type Kept = { choice: OrderChoice; isNameTyped: boolean; intention: Intention }
/** One idempotency key for one content: pressed twice, or again after a reload, it is the same order. */
type Intention = { content: string; key: string }

const none: Intention = { content: '', key: '' }

/**
 * What is chosen on the page, kept in this tab until it is ordered. What the address asks for (`preset`)
 * wins over what was kept; a name that nobody typed follows the suggestion.
 */
export function useOrderChoice(draftKey: string, initial: OrderChoice, preset: Partial<OrderChoice>) {
  const [choice, setChoice] = useState(initial)
  const [isNameTyped, setNameTyped] = useState(false)
  const intention = useRef(none)
  const isRestored = useRef(false)
  const first = useRef({ initial, preset })

  useEffect(() => {
    const kept = read(draftKey)
    isRestored.current = true
    if (!kept) return
    const { initial: suggested, preset: asked } = first.current
    intention.current = kept.intention ?? none
    setNameTyped(kept.isNameTyped)
    setChoice({
      ...suggested,
      ...kept.choice,
      ...asked,
      ...(kept.isNameTyped ? {} : { name: suggested.name }),
    })
  }, [draftKey])

  useEffect(() => {
    if (isRestored.current) write(draftKey, { choice, isNameTyped, intention: intention.current })
  }, [draftKey, choice, isNameTyped])

  return {
    choice,
    change(part: Partial<OrderChoice>) {
      if (part.name !== undefined) setNameTyped(true)
      setChoice((before) => ({ ...before, ...part }))
    },
    keyFor(content: unknown): string {
      const text = JSON.stringify(content)
      if (intention.current.content !== text) intention.current = { content: text, key: newKey() }
      write(draftKey, { choice, isNameTyped, intention: intention.current })
      return intention.current.key
    },
    forget: () => sessionStorage.removeItem(draftKey),
  }
}

/** 128 random bits. `randomUUID` would need a secure context, which a plain http address is not. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

function read(key: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

function write(key: string, kept: Kept): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // A browser that keeps nothing still orders.
  }
}
