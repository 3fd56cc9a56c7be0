/**
 * A failed start that the person at the keyboard can fix. Its message is one whole sentence, printed without a stack.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal'
}

/** Runs a start check; a refusal ends the process with its one line on stderr. */
export async function endOnRefusal<T>(check: () => T | Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
