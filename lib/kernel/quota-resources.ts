/** What quotas count, in the order screens show it. */
export const quotaResources = [
  'instances',
  'vcpu',
  'memory_mib',
  'disk_gib',
  'volume_gib',
  'public_addresses',
] as const
export type QuotaResource = (typeof quotaResources)[number]
