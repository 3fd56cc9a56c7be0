import type { Manifest } from './strict-types'

/** A place in a manifest, as names of fields and indices. */
export type Place = readonly (string | number)[]

/** Every object of a manifest with its place. */
export function objectsIn(
  value: unknown,
  place: Place = [],
): { place: Place; object: Record<string, unknown> }[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([name, each]) => objectsIn(each, [...place, name]))
  return Array.isArray(value) ? inside : [{ place, object: value as Record<string, unknown> }, ...inside]
}

const labels = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/part-of',
  'kubernetes.io/metadata.name',
  'k8s-app',
  'cnpg.io/cluster',
  'andromede-ingress',
  'pod-security.kubernetes.io/enforce',
  'pod-security.kubernetes.io/enforce-version',
]
const resources = ['cpu', 'memory']

/** The types leave these objects open to any key; the manifests use these keys. */
const keysOf: Record<string, readonly string[]> = {
  labels,
  matchLabels: labels,
  'Service selector': labels,
  requests: resources,
  limits: resources,
  'Cluster postgresql.parameters': ['max_connections', 'shared_buffers', 'archive_timeout'],
  'Cluster plugins.parameters': ['barmanObjectName'],
  'ConfigMap data': [
    'PORTAL_URL',
    'OPERATOR_URL',
    'CONSOLE_URL',
    'API_URL',
    'STATUS_HOST',
    'TRUSTED_PROXY',
    'MANAGEMENT_RANGES',
    'SMTP_FROM',
    'COMPANY_DIRECTORY',
    'DATABASE_SERVER',
    'LOG_LEVEL',
  ],
}

function keysAt(kind: string, place: Place): readonly string[] | undefined {
  const names = place.filter((name) => !/^\d+$/.test(String(name)))
  const last = String(names.at(-1))
  const known = keysOf[`${kind} ${names.slice(-2).join('.')}`] ?? keysOf[`${kind} ${last}`]
  return known ?? keysOf[last]
}

/** Keys that the types allow and that nothing reads. */
export const unknownKeys = (manifest: Manifest): string[] =>
  objectsIn(manifest).flatMap(({ place, object }) => {
    const known = keysAt(manifest.kind, place)
    const strange = known ? Object.keys(object).filter((key) => !known.includes(key)) : []
    return strange.map((key) => `${manifest.kind} ${manifest.metadata?.name}: ${[...place, key].join('.')}`)
  })
