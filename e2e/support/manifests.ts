import { readFileSync } from 'node:fs'
import path from 'node:path'
import { buildDir, type WebSurface } from './installation-facts'

export type BuiltAction = { id: string; file: string; name: string; surface: WebSurface; pages: string[] }
export type BuiltPath = { path: string; kind: 'page' | 'route' }

const read = (file: string) => JSON.parse(readFileSync(path.join(buildDir, file), 'utf8'))

/** Every server action of the build; `pages` are the paths that use it, `/o/[org]/keys`. */
export function builtActions(): BuiltAction[] {
  const { node } = read('server/server-reference-manifest.json') as {
    node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>
  }
  return Object.entries(node).map(([id, { filename, exportedName, workers }]) => ({
    id,
    file: filename,
    name: exportedName,
    surface: filename.startsWith('app/(operator)/') ? 'operator' : 'portal',
    pages: Object.keys(workers).map(pathOfPage).sort(),
  }))
}

/** Every page and route handler of the build by its path, without Next's own for errors. */
export function builtPaths(): BuiltPath[] {
  const manifest = read('app-path-routes-manifest.json') as Record<string, string>
  return Object.entries(manifest)
    .filter(([key]) => !key.startsWith('/_') && !key.startsWith('/icon'))
    .map(([key, served]) => ({ path: served, kind: key.endsWith('/route') ? 'route' : 'page' }))
}

function pathOfPage(worker: string): string {
  return (
    worker
      .replace(/^app/, '')
      .replace(/\/\([^)]+\)/g, '')
      .replace(/\/page$/, '') || '/'
  )
}
