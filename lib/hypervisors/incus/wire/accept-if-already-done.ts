import { DriverError, type DriverErrorCode } from '../../port/driver-error'

/**
 * Accepts a refusal that reports the wanted state (already exists; already gone) as success, once a read confirms it:
 * the answer may come from a proxy, or from a member with outdated knowledge.
 */
export async function acceptIfAlreadyDone(
  error: unknown,
  code: DriverErrorCode | readonly DriverErrorCode[],
  isSo: () => Promise<boolean>,
): Promise<void> {
  if (!(error instanceof DriverError) || ![code].flat().includes(error.code)) throw error
  if (!(await isSo())) throw new DriverError('operation_lost', { rawText: error.rawText, cause: error })
}
