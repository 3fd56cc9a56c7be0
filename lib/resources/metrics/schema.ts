import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { instanceIdParameter } from '../servers/schema'
import { metricRanges } from './ranges'

/** An unknown range falls back to the last hour: people edit URLs. */
const range = z.enum(metricRanges).catch('hour').default('hour')

export const instanceMetricsInput = instanceIdParameter.extend({ range })

export const hostMetricsInput = z.strictObject({ host: idField('host'), range })

export type InstanceMetricsInput = z.output<typeof instanceMetricsInput>

export type HostMetricsInput = z.output<typeof hostMetricsInput>
