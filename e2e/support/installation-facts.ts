import path from 'node:path'
import { root } from '../../bin/lib/root.ts'
import { testDistDir } from '../../bin/lib/test/steps.ts'

export type WebSurface = 'portal' | 'operator'

/** A fact of the running installation, set in the environment by the global setup. */
export function fact(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run these tests through playwright.config.ts`)
  return value
}

/** The URL of a surface, without a trailing slash. */
export const siteUrl = (surface: WebSurface) =>
  fact(surface === 'portal' ? 'PORTAL_URL' : 'OPERATOR_URL').replace(/\/$/, '')

/** The build that both surfaces run. */
export const buildDir = path.join(root, process.env.NEXT_DIST_DIR ?? testDistDir)
