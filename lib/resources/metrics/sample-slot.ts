const slotMs = 10_000

/** The instant under which what is measured now is kept: all that measure within ten seconds agree on it. Pure. */
export function sampleSlot(now: Date): Date {
  return new Date(Math.floor(now.getTime() / slotMs) * slotMs)
}
