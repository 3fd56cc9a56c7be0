'use client'
import { useEffect, useRef, useState } from 'react'
import { forgetDrafts } from '~/components/form/forget-drafts'
import type { Cart, OrderChoice } from '~/lib/ordering/client'

type Kept = { cart: Cart; intention: Intention }
/** One idempotency key per content: a second press, or one after a reload, is the same order. */
type Intention = { content: string; key: string }

const none: Intention = { content: '', key: '' }
/** Delay after the last change before the draft is saved on the server. */
const saveAfterMs = 800

/**
 * The cart of the page, stored in this tab until it is ordered and, through `save`, with the person's account for
 * other browsers. Changes in this tab take precedence over the draft that the page was rendered with. `owner`: the
 * prefix of the person's own carts; carts that another person left in this tab are removed.
 */
export function useCart(owner: string, name: string, initial: Cart, save: ((cart: Cart) => void) | null) {
  const draftKey = owner + name
  const [cart, setCart] = useState(initial)
  const [changes, setChanges] = useState(0)
  const [isFromTab, setFromTab] = useState(false)
  const intention = useRef(none)
  const isRestored = useRef(false)

  useEffect(() => {
    forgetDrafts((key) => key.startsWith('draft:order:') && !key.startsWith(owner))
    const kept = read(draftKey)
    isRestored.current = true
    if (!kept) return
    intention.current = kept.intention ?? none
    setCart(kept.cart)
    setFromTab(true)
  }, [owner, draftKey])

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
    /** Whether this tab kept it, rather than the account. */
    isFromTab,
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
    /** Goes on with this cart; nothing of the former one is kept in this tab. */
    restart(to: Cart) {
      setChanges(0)
      intention.current = none
      setCart(to)
      setFromTab(false)
    },
    forget() {
      setChanges(0)
      isRestored.current = false
      sessionStorage.removeItem(draftKey)
    },
  }
}

/** 128 random bits. `randomUUID` requires a secure context, which plain http is not. */
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
    // Ordering also works without storage.
  }
}
