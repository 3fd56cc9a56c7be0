import { afterAll, describe } from 'vitest'
import { driverContract } from '../../testing/contract'
import { startIncusMember } from '../../testing/incus-member'
import { incusWorld } from '../../testing/incus-world'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const { socketPath, image } = member.available ? member : { socketPath: '', image: '' }

describe.skipIf(!member.available)('Incus by its socket, outside any project', { timeout: 60_000 }, () => {
  driverContract('incus by its socket', () => incusWorld({ socketPath }, image))
})
