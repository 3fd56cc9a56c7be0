import { readVariable } from '~/lib/kernel/configuration/read'
import 'server-only'
import type { Surface } from '~/lib/kernel/op-context'

export type WebSurface = Exclude<Surface, 'worker'>

/** Which site this process serves. An unknown value refuses to start rather than serving both. */
export function currentSurface(): WebSurface {
  const surface = readVariable('SURFACE')
  if (surface === 'portal' || surface === 'operator') return surface
  throw new Error('SURFACE must be portal or operator')
}
