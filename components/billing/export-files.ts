import type { ExportFormat, ExportKind, ExportOfferView } from '~/lib/billing/client'

export type ExportFiles = Partial<Record<ExportKind, Partial<Record<ExportFormat, string>>>>

/** The address of the file of each kind in each of its formats. Pure. */
export const filesOf = (
  kinds: ExportOfferView['kinds'],
  hrefOf: (kind: ExportKind, format: ExportFormat) => string,
): ExportFiles =>
  Object.fromEntries(
    kinds.map(({ kind, formats }) => [
      kind,
      Object.fromEntries(formats.map((format) => [format, hrefOf(kind, format)])),
    ]),
  )
