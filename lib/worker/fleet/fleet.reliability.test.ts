import { expect, test } from 'vitest'
import { useFleet } from '../testing/fleet'

const fleet = useFleet()

test('a worker that leaves gives its work to another, and one that was suspended shares again when it goes on', async () => {
  await fleet.startWorker()
  await fleet.startWorker()
  const suspended = fleet.ownerOf(await fleet.waitUntilShared(2), 'audit chainer')
  suspended.kill('SIGSTOP')
  await fleet.expectChained()
  const [other] = await fleet.waitUntilShared(1)
  expect(other?.pid).not.toBe(suspended.pid)
  suspended.kill('SIGCONT')
  const leaving = fleet.ownerOf(await fleet.waitUntilShared(2), 'audit chainer')
  leaving.kill('SIGTERM')
  await fleet.expectChained()
  expect((await leaving.exited).code).toBe(0)
  await fleet.waitUntilShared(1)
})
