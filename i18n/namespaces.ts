/**
 * Every namespace of texts: one file each in `i18n/fr` and `i18n/en`, named like the namespace. Add a
 * line here with the two files.
 */
export const namespaces = [
  'common',
  'errors',
  'shell',
  'auth',
  'catalogue',
  'ordering',
  'provisioning',
  'operations',
  'inventory',
  'import',
  'metrics',
  'landing',
  'identity',
  'moderation',
  'audit',
  'legal',
  'compute',
  'console',
  'snapshots',
  'home',
  'rebalance',
  'planning',
  'forecast',
  'moves',
  'hypervisors',
  'drifts',
  'networks',
  'projects',
] as const
