'use client'
import { type RefObject, useCallback, useEffect, useState } from 'react'

function boxes(frame: HTMLElement | null): HTMLInputElement[] {
  return [...(frame?.querySelectorAll<HTMLInputElement>('input[data-select]') ?? [])]
}

/** The ticked rows, read from the table's checkboxes: a thousand rows hold no state. Shift-click ticks the range. */
export function useTicks(frame: RefObject<HTMLElement | null>) {
  const [ids, setIds] = useState<readonly string[]>([])
  const read = useCallback(() => {
    const all = boxes(frame.current)
    const ticked = all.filter((box) => box.checked)
    const head = frame.current?.querySelector<HTMLInputElement>('[data-select-all]')
    if (head) {
      head.checked = ticked.length > 0 && ticked.length === all.length
      head.indeterminate = ticked.length > 0 && ticked.length < all.length
    }
    setIds(ticked.map((box) => box.dataset.select ?? ''))
  }, [frame])

  useEffect(() => {
    const element = frame.current
    if (!element) return
    let last: HTMLInputElement | null = null
    const onClick = (event: MouseEvent) => {
      const box = event.target
      if (!(box instanceof HTMLInputElement)) return
      if (box.dataset.selectAll !== undefined) {
        for (const other of boxes(element)) other.checked = box.checked
        return read()
      }
      if (box.dataset.select === undefined) return
      const all = boxes(element)
      if (event.shiftKey && last) {
        const [from = 0, to = 0] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b)
        for (const between of all.slice(Math.max(0, from), to + 1)) between.checked = box.checked
      }
      last = box
      read()
    }
    const rows = new MutationObserver(read)
    rows.observe(element, { childList: true, subtree: true })
    element.addEventListener('click', onClick)
    return () => {
      rows.disconnect()
      element.removeEventListener('click', onClick)
    }
  }, [frame, read])

  const clear = useCallback(() => {
    for (const box of boxes(frame.current)) box.checked = false
    read()
  }, [frame, read])
  return { ids, clear }
}
