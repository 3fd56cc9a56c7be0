import type { QualificationKind, QualificationStatus } from '~/db/schema/qualifications'

export const qualificationKinds = [
  'secnumcloud',
  'hds',
  'iso_27001',
  'iso_27017',
  'iso_27018',
  'iso_27701',
  'iso_9001',
  'iso_14001',
  'iso_50001',
  'cispe',
  'other',
] as const satisfies readonly QualificationKind[]

/** In the order of a procedure. */
export const qualificationStatuses = [
  'planned',
  'filed',
  'audit',
  'obtained',
  'withdrawn',
] as const satisfies readonly QualificationStatus[]
