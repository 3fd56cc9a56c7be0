/** Resources limited by quotas, in display order. */
export const quotaResources = [
  'instances',
  'vcpu',
  'memory_mib',
  'disk_gib',
  'volume_gib',
  'public_addresses',
  'load_balancers',
] as const
export type QuotaResource = (typeof quotaResources)[number]
