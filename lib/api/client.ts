export type { FieldRow } from './reference/field-rows'
export type { OperationGroup, OperationSummary } from './reference/read-reference'
