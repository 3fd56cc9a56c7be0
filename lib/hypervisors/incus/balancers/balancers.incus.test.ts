import { afterAll, beforeAll, describe } from 'vitest'
import { balancerContract } from '../../testing/balancer-contract'
import { importBalancerImage } from '../../testing/balancer-image'
import { startIncusMember } from '../../testing/incus-member'
import { incusWorld } from '../../testing/incus-world'
import type { World } from '../../testing/world'
import { balancerImage } from './containers'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const socketPath = member.available ? member.socketPath : ''
const hasImage = member.available && (await importBalancerImage(socketPath, balancerImage))
if (member.available && !hasImage) console.warn('Tests of balancers are skipped: no package haproxy')

describe.skipIf(!hasImage)('balancers on Incus', { timeout: 180_000 }, () => {
  let world: World
  beforeAll(async () => {
    world = await incusWorld({ socketPath }, 'busybox')
  })
  afterAll(() => world?.close(), 60_000)
  balancerContract(() => world)
})
