import 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the run's own PostgreSQL. */
    adminUrl: string
    /** Folder of its socket; null when it has none. */
    socketFolder: string | null
  }
}
