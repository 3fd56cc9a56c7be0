import { expect, onTestFinished, test } from 'vitest'
import { openRegistry } from '~/lib/kernel/metrics/open-registry'
import { measuredDriver } from './measured-driver'
import { DriverError } from './port/driver-error'

const driver = {
  kind: 'simulator',
  startInstance: async (id: string) => `started ${id}`,
  async stopInstance() {
    throw new DriverError('busy')
  },
}

test('calls keep their results and errors, and are counted by zone, operation and code', async () => {
  const registry = openRegistry()
  onTestFinished(registry.close)
  const measured = measuredDriver(driver, 'PAR1')
  expect(measured.kind).toBe('simulator')
  expect(await measured.startInstance('srv_1')).toBe('started srv_1')
  await expect(measured.stopInstance()).rejects.toMatchObject({ code: 'busy' })
  const text = await registry.text()
  expect(text).toContain(
    'andromede_driver_operation_duration_seconds_count{zone="PAR1",operation="startInstance"} 1',
  )
  expect(text).toContain(
    'andromede_driver_operation_duration_seconds_count{zone="PAR1",operation="stopInstance"} 1',
  )
  expect(text).toContain('andromede_driver_failures_total{zone="PAR1",code="busy"} 1')
})

test('without metrics the driver is the same object', () => {
  expect(measuredDriver(driver, 'PAR1')).toBe(driver)
})
