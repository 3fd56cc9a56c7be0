'use server'
import { defineAction } from '~/app/_server/define-action'
import { previewContract, publishContract } from '~/lib/sla'
import { publishContractInput } from '~/lib/sla/schema'

const staff = { surface: 'operator', scope: 'staff', schema: publishContractInput } as const

export const previewContractAction = defineAction(staff, previewContract)

export const publishContractAction = defineAction(staff, publishContract)
