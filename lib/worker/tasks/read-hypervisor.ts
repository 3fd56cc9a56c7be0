import { readHypervisor } from '~/lib/provisioning/runtime'
import type { Task } from './task'

export const readHypervisorTask: Task<'read_hypervisor'> = (payload, { ctx }) => readHypervisor(ctx, payload)
