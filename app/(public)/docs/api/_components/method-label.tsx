import type { OperationSummary } from '~/lib/api/client'

const colours: Record<OperationSummary['method'], string> = {
  GET: 'text-info',
  POST: 'text-ok',
  PATCH: 'text-warn',
  DELETE: 'text-bad',
}

export const MethodLabel = ({ method }: Pick<OperationSummary, 'method'>) => (
  <span className={`shrink-0 font-mono text-xs font-semibold ${colours[method]}`}>{method}</span>
)
