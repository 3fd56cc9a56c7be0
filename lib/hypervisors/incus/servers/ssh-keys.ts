import type { InstanceSpec } from '../../port/driver'
import type { Incus } from '../context'
import { ensureFolder, writeFile } from './guest-files'
import { instancePath } from './instance-record'

/** Writes the keys to the file that sshd reads for root. Repeats write the same text, so the last one may win. */
export async function writeAuthorizedKeys(
  incus: Incus,
  spec: InstanceSpec,
  signal: AbortSignal,
): Promise<void> {
  const instance = instancePath(spec.resourceId)
  await ensureFolder(incus, { instance, path: '/root/.ssh', mode: '0700' }, signal)
  const content = `${spec.sshKeys.join('\n')}\n`
  await writeFile(incus, { instance, path: '/root/.ssh/authorized_keys', mode: '0600', content }, signal)
}
