import { periodAfter } from '~/lib/kernel/time/paris-month'

/** The twelve months after this one, `2026-12` first. Pure. */
export function monthsToCome(period: string): string[] {
  return Array.from({ length: 12 }, (_, index) => periodAfter(period, index + 1))
}
