/**
 * Whether this process is ending. A site is two bundles in one process, its server and the framework's: they share this
 * through the global object.
 */
const key = Symbol.for('andromede.leaving')
const holder = globalThis as { [key]?: AbortController }
holder[key] ??= new AbortController()
const controller = holder[key]

/** Aborted once the process is ending; what began before must then end by itself. */
export const leaving: AbortSignal = controller.signal

export const announceLeaving = (): void => controller.abort()
