'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  addHypervisor,
  changeHypervisorAddresses,
  changeManagementRanges,
  confirmHypervisor,
  removeHypervisor,
  rereadHypervisor,
} from '~/lib/hypervisors'
import {
  addHypervisorInput,
  changeHypervisorAddressesInput,
  changeManagementRangesInput,
  confirmHypervisorInput,
  hypervisorIdInput,
} from '~/lib/hypervisors/schema'

export const addHypervisorAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: addHypervisorInput },
  addHypervisor,
)

export const rereadHypervisorAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: hypervisorIdInput },
  rereadHypervisor,
)

export const confirmHypervisorAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: confirmHypervisorInput },
  confirmHypervisor,
)

export const removeHypervisorAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: hypervisorIdInput },
  removeHypervisor,
)

export const changeHypervisorAddressesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: changeHypervisorAddressesInput },
  changeHypervisorAddresses,
)

export const changeManagementRangesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: changeManagementRangesInput },
  changeManagementRanges,
)
