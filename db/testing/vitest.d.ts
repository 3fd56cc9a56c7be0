import 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the run's own PostgreSQL. */
    adminUrl: string
    /** Where it keeps its socket; null where it has none. */
    socketFolder: string | null
  }
}
