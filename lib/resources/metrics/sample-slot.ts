const slotMs = 10_000

/** The instant that a measurement is stored under: the same for all within ten seconds. Pure. */
export function sampleSlot(now: Date): Date {
  return new Date(Math.floor(now.getTime() / slotMs) * slotMs)
}
