/**
 * A start that cannot go on for a reason the person at the keyboard can act upon. Its message is one
 * whole sentence and is printed without a stack.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal'
}

/** Run `check` of a process that starts: a refusal ends the process with its one line on stderr. */
export async function endOnRefusal<T>(check: () => T | Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
