import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isPublicFile, isStaticPath } from '../proxy/surface-paths'

type Node = { children: Map<string, Node>; dynamic: Node | null; rest: string | null; served: string | null }

export type RouteNames = {
  /** The route that serves this path, `/o/[org]/servers`; `static` for files, `other` for none of ours. */
  routeOf(pathname: string): string
  /** The exported name of a server action by its id; `unknown` for none of this build. */
  actionOf(id: string): string
}

/** Names of the routes and server actions of the build, for metrics and logs: a closed list, without ids. */
export function readRouteNames(distDir: string): RouteNames {
  const read = (file: string) => JSON.parse(readFileSync(path.join(distDir, file), 'utf8'))
  const routes = read('app-path-routes-manifest.json') as Record<string, string>
  const { node } = read('server/server-reference-manifest.json') as {
    node: Record<string, { exportedName: string }>
  }
  return routeNames(
    Object.values(routes),
    new Map(Object.entries(node).map(([id, { exportedName }]) => [id, exportedName])),
  )
}

export function routeNames(routes: readonly string[], actions: ReadonlyMap<string, string>): RouteNames {
  const root = newNode()
  for (const route of routes) {
    let node = root
    for (const segment of segmentsOf(route)) {
      if (segment.startsWith('[...') || segment.startsWith('[[...')) node.rest = route
      else if (segment.startsWith('[')) node = node.dynamic ??= newNode()
      else {
        const next = node.children.get(segment) ?? newNode()
        node.children.set(segment, next)
        node = next
      }
    }
    node.served ??= route.includes('[...') ? null : route
  }
  return {
    routeOf(pathname) {
      if (isStaticPath(pathname) || isPublicFile(pathname)) return 'static'
      return find(root, segmentsOf(pathname)) ?? 'other'
    },
    actionOf: (id) => actions.get(id) ?? 'unknown',
  }
}

/** A fixed segment comes before a dynamic one, and that before a rest, as in the framework. */
function find(node: Node, [segment, ...after]: readonly string[]): string | null {
  if (segment === undefined) return node.served
  const fixed = node.children.get(segment)
  return (fixed && find(fixed, after)) ?? (node.dynamic && find(node.dynamic, after)) ?? node.rest
}

const segmentsOf = (pathname: string) => pathname.split('/').filter((segment) => segment !== '')
const newNode = (): Node => ({ children: new Map(), dynamic: null, rest: null, served: null })
