'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const everyMs = 30_000

/** Draws the page again every half minute; nobody is signed in here, so that it may go on. */
export function RefreshNow() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everyMs)
    return () => clearInterval(timer)
  }, [router])
  return null
}
