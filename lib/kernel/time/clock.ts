/** The wall clock. Only `app/_server`, the worker loop and the command line call it; use cases take `ctx.now`. */
export function systemNow(): Date {
  return new Date()
}

/** Returns `date` moved by `seconds` (negative: into the past). */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000)
}

/** Returns `date` without its fraction of a second: usage and transitions are stored to the second. */
export function toSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
