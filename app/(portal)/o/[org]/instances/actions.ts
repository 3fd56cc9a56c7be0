'use server'
import { askChange } from '~/app/_server/ask-change'
import { defineAction } from '~/app/_server/define-action'
import { copyInstance, retryProvisioning } from '~/lib/ordering'
import { copyInstanceInput } from '~/lib/ordering/schema'
import {
  changeProbe,
  createProbe,
  deleteCopy,
  deleteInstance,
  enterRescue,
  leaveRescue,
  operateInstances,
  protectInstance,
  readUserData,
  removeProbe,
  renameInstance,
  repairPlacement,
  requestReachTest,
  restartInstance,
  restoreSnapshot,
  startInstance,
  stopInstance,
  tagInstance,
} from '~/lib/resources'
import {
  changeProbeInput,
  createProbeInput,
  deleteInstanceInput,
  instanceIdInput,
  operateInstancesInput,
  protectInstanceInput,
  removeProbeInput,
  renameInstanceInput,
  resizeInstanceInput,
  snapshotIdInput,
  tagInstanceInput,
  takeInstanceSnapshotInput,
} from '~/lib/resources/schema'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const startInstanceAction = defineAction({ ...inOrganisation, schema: instanceIdInput }, startInstance)

export const testReachAction = defineAction({ ...inOrganisation, schema: instanceIdInput }, requestReachTest)

export const readUserDataAction = defineAction({ ...inOrganisation, schema: instanceIdInput }, readUserData)

export const stopInstanceAction = defineAction({ ...inOrganisation, schema: instanceIdInput }, stopInstance)

export const restartInstanceAction = defineAction(
  { ...inOrganisation, schema: instanceIdInput },
  restartInstance,
)

export const enterRescueAction = defineAction({ ...inOrganisation, schema: instanceIdInput }, enterRescue)

export const leaveRescueAction = defineAction({ ...inOrganisation, schema: instanceIdInput }, leaveRescue)

export const operateInstancesAction = defineAction(
  { ...inOrganisation, schema: operateInstancesInput },
  operateInstances,
)

export const resizeInstanceAction = defineAction(
  { ...inOrganisation, schema: resizeInstanceInput },
  (ctx, input) => askChange(ctx, { kind: 'resize_instance', ...input }),
)

export const repairPlacementAction = defineAction(
  { ...inOrganisation, schema: instanceIdInput },
  repairPlacement,
)

export const renameInstanceAction = defineAction(
  { ...inOrganisation, schema: renameInstanceInput },
  renameInstance,
)

export const tagInstanceAction = defineAction({ ...inOrganisation, schema: tagInstanceInput }, tagInstance)

export const protectInstanceAction = defineAction(
  { ...inOrganisation, schema: protectInstanceInput },
  protectInstance,
)

export const deleteInstanceAction = defineAction(
  { ...inOrganisation, schema: deleteInstanceInput },
  deleteInstance,
)

export const restoreInstanceAction = defineAction(
  { ...inOrganisation, schema: instanceIdInput },
  (ctx, input) => askChange(ctx, { kind: 'restore_instance', ...input }),
)

export const retryProvisioningAction = defineAction(
  { ...inOrganisation, schema: instanceIdInput },
  retryProvisioning,
)

export const takeInstanceSnapshotAction = defineAction(
  { ...inOrganisation, schema: takeInstanceSnapshotInput },
  (ctx, input) => askChange(ctx, { kind: 'take_instance_snapshot', ...input }),
)

export const restoreInstanceSnapshotAction = defineAction(
  { ...inOrganisation, schema: snapshotIdInput },
  (ctx, { snapshotId }) => restoreSnapshot(ctx, 'server_snapshot', snapshotId),
)

export const deleteInstanceSnapshotAction = defineAction(
  { ...inOrganisation, schema: snapshotIdInput },
  (ctx, { snapshotId }) => deleteCopy(ctx, 'server_snapshot', snapshotId),
)

export const copyInstanceAction = defineAction({ ...inOrganisation, schema: copyInstanceInput }, copyInstance)

export const createProbeAction = defineAction(
  { ...inOrganisation, schema: createProbeInput, refresh: true },
  createProbe,
)

export const changeProbeAction = defineAction(
  { ...inOrganisation, schema: changeProbeInput, refresh: true },
  changeProbe,
)

export const removeProbeAction = defineAction({ ...inOrganisation, schema: removeProbeInput }, removeProbe)
