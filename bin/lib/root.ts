import path from 'node:path'

/** The project's folder, independent of the working directory. */
export const root = path.resolve(import.meta.dirname, '../..')
