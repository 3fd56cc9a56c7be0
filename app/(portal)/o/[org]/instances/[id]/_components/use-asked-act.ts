'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'

const acts = ['start', 'stop', 'restart', 'resize'] as const
export type AskedAct = (typeof acts)[number]

/** Calls `ask` once with the act for which the page was opened by its address, and takes it out of the address. */
export function useAskedAct(ask: (act: AskedAct) => void): void {
  const asked = useSearchParams().get('do')
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => {
    if (!asked) return
    const address = new URL(window.location.href)
    address.searchParams.delete('do')
    // Going back or reloading must not ask again.
    window.history.replaceState(null, '', address)
    const act = acts.find((each) => each === asked)
    if (act) latest.current(act)
  }, [asked])
}
