const bytesByUnit: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

/**
 * Parses a size in Incus' format (`20GiB`, `512MB`, `1048576`) to bytes; null for anything else (a percentage, empty).
 */
export function parseBytes(text: string | undefined): number | null {
  const match = /^(\d+)\s*([A-Za-z]*)$/.exec(text ?? '')
  const unit = bytesByUnit[match?.[2] || 'B']
  return match?.[1] && unit ? Number(match[1]) * unit : null
}

export function bytesToMib(bytes: number | null): number {
  return Math.round((bytes ?? 0) / 2 ** 20)
}

export function bytesToGib(bytes: number | null): number {
  return Math.round((bytes ?? 0) / 2 ** 30)
}
