/**
 * A start that cannot go on for a reason the person at the keyboard can act upon. Its message is one
 * whole sentence and is printed without a stack.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal'
}
