import { readIncusMember } from '../incus/zone/read-member'
import { soon } from './world'

/**
 * Returns the alias of a virtual machine image on a member that runs them; null, with a logged reason, where none can
 * run.
 */
export async function findMachineImage(of: { socketPath: string; isUp: boolean }): Promise<string | null> {
  if (!of.isUp) return null
  const { runsMachines, images } = await readIncusMember({ ...of, now: () => new Date() }, soon())
  const found = images.find((image) => image.type === 'virtual-machine')
  if (runsMachines && found) return found.alias
  const reason = runsMachines
    ? 'the member has no image of one'
    : 'Incus runs none here (it needs QEMU, /dev/kvm and vhost_vsock)'
  console.warn(`Virtual machines are skipped: ${reason}`)
  return null
}
