import { expect, test } from 'vitest'
import { toMeasurements } from './measure'
import { readOpenMetrics } from './open-metrics'

const name = 'ins-01kav4b7pqe3m8s9t0vwxyz123'
const text = `# HELP incus_cpu_seconds_total The total number of CPU time used in seconds.
# TYPE incus_cpu_seconds_total counter
incus_cpu_seconds_total{cpu="0",mode="system",name="${name}",project="default",type="container"} 1.25
incus_cpu_seconds_total{cpu="0",mode="user",name="${name}",project="default",type="container"} 2
incus_cpu_seconds_total{cpu="0",mode="idle",name="${name}",project="default",type="container"} 900
incus_cpu_seconds_total{cpu="0",mode="user",name="stranger",project="default",type="container"} 7
incus_memory_MemAvailable_bytes{name="${name}",project="default",type="container"} 1.34217728e+08
incus_memory_MemTotal_bytes{name="${name}",project="default",type="container"} 2.68435456e+08
incus_network_receive_bytes_total{device="eth0",name="${name}",project="default",type="container"} 1000
incus_network_receive_bytes_total{device="lo",name="${name}",project="default",type="container"} 5
incus_network_transmit_bytes_total{device="eth0",name="${name}",project="default",type="container"} 20
incus_uptime_seconds 12
# EOF
`

test('sums the lines of a server, without idle time, the loopback device or other servers', () => {
  expect(toMeasurements(readOpenMetrics(text))).toEqual([
    {
      resourceId: name.replace('-', '_'),
      cpuMicros: 3_250_000,
      memoryMib: 128,
      diskMib: null,
      receivedBytes: 1000,
      sentBytes: 20,
    },
  ])
})

test('text in another format gives no measurement', () => {
  expect(toMeasurements(readOpenMetrics('<html>\nincus_cpu_seconds_total{name="x" 1\n'))).toEqual([])
})

test('quoted values may contain quotes and braces', () => {
  expect(readOpenMetrics('a{b="x\\"}y",c="z"} 1')).toEqual([
    { name: 'a', labels: { b: 'x"}y', c: 'z' }, value: 1 },
  ])
})
