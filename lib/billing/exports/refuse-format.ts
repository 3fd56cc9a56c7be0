import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { isYear } from './fec'
import { type ExportFormat, type ExportKind, formatsOf } from './kinds'

/**
 * Rejects an impossible export before anything is written: a format of another kind, or a year for anything but the
 * seller's FEC.
 *
 * @throws DomainError `invalid_input` (`format_of_another_kind`, `year_of_seller_fec`)
 */
export function refuseFormat(
  { kind, format, period }: { kind: ExportKind; format: ExportFormat; period: string },
  organisationId: Id<'organisation'> | null,
): void {
  const refusal = (field: string, reason: string) =>
    new DomainError('invalid_input', { field, params: { reason } })
  if (!formatsOf[kind].includes(format)) throw refusal('format', 'format_of_another_kind')
  if (isYear(period) && (kind !== 'fec' || organisationId !== null))
    throw refusal('period', 'year_of_seller_fec')
}
