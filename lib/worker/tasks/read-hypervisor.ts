import { readHypervisor } from '~/lib/hypervisors/runtime'
import type { Task } from './task'

export const readHypervisorTask: Task<'read_hypervisor'> = (payload, { ctx }) => readHypervisor(ctx, payload)
