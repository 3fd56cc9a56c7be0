import { DriverError, type DriverErrorCode } from '../../port/driver-error'

/**
 * A refusal that says that it is already as wanted (it exists; it is gone) is the wanted end, once a look agrees: an
 * answer may come from something that stands before the hypervisor, or from a member that knows no better.
 */
export async function takeForDone(
  error: unknown,
  code: DriverErrorCode | readonly DriverErrorCode[],
  isSo: () => Promise<boolean>,
): Promise<void> {
  if (!(error instanceof DriverError) || ![code].flat().includes(error.code)) throw error
  if (!(await isSo())) throw new DriverError('operation_lost', { rawText: error.rawText, cause: error })
}
