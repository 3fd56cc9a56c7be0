/** A server that freezes, or vanishes without a reset, sends no error: what was sent to it would wait for ever. */
export type Silence = {
  /** Longer than any statement may take. */
  seconds: number
  /** A reserved connection was silent. */
  onSilence(): void
}

export type SilenceWatch = {
  /** The transaction has its connection; false when it failed before. */
  reserved(): boolean
  /** The server answered: the time starts again. */
  answered(): void
  /** The result of the transaction, or a failure when nothing was answered in time. */
  orFail<T>(transaction: Promise<T>): Promise<T>
}

/** The time starts now, so that a wait for a connection is limited, too. */
export function watchSilence({ seconds, onSilence }: Silence): SilenceWatch {
  let state: 'waiting' | 'reserved' | 'over' = 'waiting'
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  const timer = setTimeout(() => {
    const wasReserved = state === 'reserved'
    state = 'over'
    fail(Object.assign(new Error(`the database did not answer for ${seconds} s`), { code: 'ETIMEDOUT' }))
    // Other transactions may merely have kept all connections busy.
    if (wasReserved) onSilence()
  }, seconds * 1_000)
  const answered = () => {
    if (state !== 'over') timer.refresh()
  }
  return {
    answered,
    reserved() {
      if (state === 'over') return false
      state = 'reserved'
      answered()
      return true
    },
    async orFail(transaction) {
      try {
        return await Promise.race([transaction, failed])
      } finally {
        state = 'over'
        clearTimeout(timer)
      }
    },
  }
}
