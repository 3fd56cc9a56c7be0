import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { instanceIdParameter } from '../servers/schema'
import { metricRanges } from './ranges'

/** A range that is not known is the last hour: addresses are edited by people. */
const range = z.enum(metricRanges).catch('hour').default('hour')

export const instanceMetricsInput = instanceIdParameter.extend({ range })

export const hostMetricsInput = z.strictObject({ host: idField('host'), range })

export type InstanceMetricsInput = z.output<typeof instanceMetricsInput>

export type HostMetricsInput = z.output<typeof hostMetricsInput>
