import { readTraceparent } from '~/lib/kernel/tracing/traceparent'
import type { StepRow } from '~/lib/sagas/rows'
import type { SagaListRow } from '../queries/list-sagas'
import { isUndoable } from './is-undoable'
import { toSagaView } from './saga-view'
import type { OperatorSagaView } from './views'

export function toOperatorSagaView(row: SagaListRow & { steps: StepRow[] }): OperatorSagaView {
  const { saga, steps } = row
  const view = toSagaView({ saga, steps })
  return {
    ...view,
    kindName: saga.kind,
    isStranded: row.isStranded,
    failureText: saga.failureText,
    errorTexts: Object.fromEntries(
      steps.flatMap(({ position, errorText }) => (errorText ? [[position, errorText]] : [])),
    ),
    organisationId: saga.organisationId,
    organisationName: row.organisationName,
    resourceName: row.resourceName,
    requestedBy: saga.requestedBy,
    requesterName: row.requesterName,
    leaseOwner: saga.leaseOwner,
    traceId: readTraceparent(saga.traceparent)?.traceId ?? null,
    runAfter: saga.runAfter.toISOString(),
    undoErrors: Object.fromEntries(
      steps.flatMap(({ position, undoErrorCode: code, undoErrorText: text }) =>
        code ? [[position, { code, text }]] : [],
      ),
    ),
    isUndoable: isUndoable(saga.kind, steps),
  }
}
