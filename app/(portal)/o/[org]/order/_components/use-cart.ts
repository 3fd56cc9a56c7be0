'use client'
import { useEffect, useRef, useState } from 'react'
import type { Cart, OrderChoice } from '~/lib/ordering/client'

type Kept = { cart: Cart; intention: Intention }
/** One idempotency key for one content: pressed twice, or again after a reload, it is the same order. */
type Intention = { content: string; key: string }

const none: Intention = { content: '', key: '' }
/** Typing pauses this long before the draft goes to the server. */
const saveAfterMs = 800

/**
 * The cart on the page, kept in this tab until it is ordered and, through `save`, with the person, so that
 * another browser finds it. What one has changed in this tab wins over what the page came with.
 */
export function useCart(draftKey: string, initial: Cart, save: ((cart: Cart) => void) | null) {
  const [cart, setCart] = useState(initial)
  const [changes, setChanges] = useState(0)
  const intention = useRef(none)
  const isRestored = useRef(false)

  useEffect(() => {
    const kept = read(draftKey)
    isRestored.current = true
    if (!kept) return
    intention.current = kept.intention ?? none
    setCart(kept.cart)
  }, [draftKey])

  useEffect(() => {
    if (isRestored.current) write(draftKey, { cart, intention: intention.current })
  }, [draftKey, cart])

  useEffect(() => {
    if (!save || changes === 0) return
    const timer = setTimeout(() => save(cart), saveAfterMs)
    return () => clearTimeout(timer)
  }, [save, changes, cart])

  const change = (turn: (before: Cart) => Cart) => {
    setChanges((count) => count + 1)
    setCart(turn)
  }
  return {
    cart,
    change,
    changeLine(part: Partial<OrderChoice>, at = cart.current) {
      const named = part.name === undefined ? part : { ...part, isNameTyped: true }
      change((before) => ({
        ...before,
        lines: before.lines.map((line, index) => (index === at ? { ...line, ...named } : line)),
      }))
    },
    keyFor(content: unknown): string {
      const text = JSON.stringify(content)
      if (intention.current.content !== text) intention.current = { content: text, key: newKey() }
      write(draftKey, { cart, intention: intention.current })
      return intention.current.key
    },
    forget() {
      setChanges(0)
      isRestored.current = false
      sessionStorage.removeItem(draftKey)
    },
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
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    return Array.isArray(kept?.cart?.lines) && kept.cart.lines.length > 0 ? kept : null
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
