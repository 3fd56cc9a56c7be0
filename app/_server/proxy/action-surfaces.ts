import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readVariable } from '~/lib/kernel/configuration/read'
import type { WebSurface } from '../surface'

type Manifest = { node?: Record<string, { filename?: string }> }

/** The surface of each server action, by the folder of its file; an action of neither serves both. Pure. */
export function actionSurfaces(manifest: Manifest): Map<string, WebSurface> {
  const surfaces = new Map<string, WebSurface>()
  for (const [id, { filename = '' }] of Object.entries(manifest.node ?? {})) {
    if (filename.includes('app/(operator)/')) surfaces.set(id, 'operator')
    else if (/app\/\((portal|public)\)\//.test(filename)) surfaces.set(id, 'portal')
  }
  return surfaces
}

let known: Map<string, WebSurface> | undefined

/**
 * Whether an action belongs to the other surface. The framework would forward it to its page, get a refusal, and
 * respond 200 with an empty body; `defineAction` rejects it in any case.
 */
export function isForeignAction(surface: WebSurface, actionId: string): boolean {
  known ??= actionSurfaces(readManifest())
  const own = known.get(actionId)
  return own !== undefined && own !== surface
}

function readManifest(): Manifest {
  // In development, actions are compiled one by one, so the list is never complete.
  if (process.env.NODE_ENV !== 'production') return {}
  const folder = readVariable('NEXT_DIST_DIR')
  const file = path.join(
    /* turbopackIgnore: true */ process.cwd(),
    folder,
    'server/server-reference-manifest.json',
  )
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest
}
