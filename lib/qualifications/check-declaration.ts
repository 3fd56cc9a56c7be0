import type { DeclaredQualification } from './schema'

type Refusal = { field: keyof DeclaredQualification; reason: string }

/** Why a declaration would be false or incomplete, with the field; null when it is neither. Pure. */
export function checkDeclaration(declared: DeclaredQualification, today: string): Refusal | null {
  const { kind, name, status, statusOn, validUntil, body, reference } = declared
  if (kind === 'other' && name === '') return { field: 'name', reason: 'required' }
  if (statusOn > today) return { field: 'statusOn', reason: 'day_to_come' }
  if (status === 'obtained' && body === '') return { field: 'body', reason: 'qualification_needs_body' }
  if (status === 'obtained' && reference === '')
    return { field: 'reference', reason: 'qualification_needs_reference' }
  if (validUntil === '') return null
  if (status !== 'obtained' && status !== 'withdrawn')
    return { field: 'validUntil', reason: 'qualification_not_obtained' }
  if (status === 'obtained' && validUntil < statusOn)
    return { field: 'validUntil', reason: 'ends_before_start' }
  return null
}
