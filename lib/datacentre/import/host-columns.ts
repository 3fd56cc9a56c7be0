/** The columns of a host list, in export order. */
export const hostColumns = [
  'zone',
  'site',
  'room',
  'rack',
  'unit',
  'height',
  'name',
  'generation',
  'vcpu',
  'vcpu_overcommit_percent',
  'vcpu_reserved',
  'memory_mib',
  'memory_mib_reserved',
  'disk_gib',
  'disk_gib_reserved',
  'labels',
] as const
export type HostColumn = (typeof hostColumns)[number]

/** Optional columns, with the default for an absent or empty value. */
export const columnDefaults: Partial<Record<HostColumn, string>> = {
  unit: '',
  height: '1',
  vcpu_overcommit_percent: '400',
  vcpu_reserved: '0',
  memory_mib_reserved: '0',
  disk_gib_reserved: '0',
  labels: '',
}
