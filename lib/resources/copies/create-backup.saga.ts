/**
 * Makes a backup of a volume outside its pool. Without a snapshot by the customer, the saga takes one of its
 * own to freeze the content during the transfer. Between zones the worker transfers it from one hypervisor to
 * the other. Afterwards the saga leaves nothing where the volume is.
 */
import type { Tx } from '~/db/client'
import type { VolumeSpec } from '~/lib/hypervisors'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { EffectInput, RecordInput } from '~/lib/sagas'
import { findBackupFacts } from '../queries/facts'
import { copyOf, observeVolume, removeOwnObject, takenAtOf } from '../sagas/outside'
import { readCopy } from './change-copy-state'
import { defineCopySaga } from './make-copy.saga'
import { requireSnapshot } from './snapshot-calls'

type Kind = 'create_backup'
type Step = EffectInput<Kind>

/** A whole volume. A longer call is started again. */
const carryingMs = 2 * 3_600_000

const sourceOf = ({ saga }: Step) => ({
  volumeId: saga.input.volumeId,
  snapshotId: saga.input.snapshotId ?? saga.id,
})

async function readSpec(tx: Tx, id: Id<'backup'>): Promise<VolumeSpec> {
  const facts = await findBackupFacts(tx, id)
  invariant(facts, `backup ${id} has a row, a zone and a pool`)
  const { organisationId, name, sizeGib, volumeId: backupOf } = facts.backup
  const { zoneCode, poolName } = facts
  return { resourceId: id, organisationId, name, sizeGib, backupOf, zoneCode, poolName }
}

async function carry(step: Step): Promise<void> {
  const spec = await step.read((tx) => readSpec(tx, copyOf<'backup'>(step.saga)))
  if (!step.saga.input.isElsewhere) return step.driver.copyVolume(spec, sourceOf(step), step.call())
  const source = await step.driverOf(step.saga.input.volumeId)
  const open = () => source.exportSnapshot(spec, sourceOf(step), step.call(carryingMs))
  await step.driver.importVolume(spec, open, step.call(carryingMs))
}

/** Removes the export and the saga's own snapshot where the volume is. */
async function tidy(step: Step): Promise<undefined> {
  const { volumeId, snapshotId, isElsewhere } = step.saga.input
  const source = await step.driverOf(volumeId)
  if (isElsewhere) await removeOwnObject(() => source.endExport(step.saga.resourceId, step.call()))
  if (snapshotId === null)
    await removeOwnObject(() => source.deleteSnapshot(volumeId, step.saga.id, step.call()))
  return undefined
}

async function readTakenAt({ tx, saga, results }: RecordInput<Kind>): Promise<Date> {
  const { snapshotId } = saga.input
  const takenAt = snapshotId && (await readCopy(tx, 'volume_snapshot', snapshotId)).takenAt
  return takenAt ? takenAt : takenAtOf(results, 'keep_state')
}

export const createBackupSaga = defineCopySaga('backup', {
  saga: 'create_backup',
  effects: [
    {
      type: 'effect',
      name: 'keep_state',
      applies: (input) => input.snapshotId === null,
      async run({ saga, driverOf, call }) {
        const { volumeId } = saga.input
        const source = await driverOf(volumeId)
        await source.takeSnapshot(volumeId, saga.id, call())
        const seen = await requireSnapshot('volume_snapshot', source, volumeId, saga.id, call())
        return { takenAt: seen.takenAt.toISOString() }
      },
      undo: tidy,
    },
    {
      type: 'effect',
      name: 'carry_backup',
      async run(step) {
        await carry(step)
        return observeVolume(step, copyOf<'backup'>(step.saga))
      },
      async undo(step) {
        await removeOwnObject(() => step.driver.deleteVolume(step.saga.resourceId, step.call()))
        return tidy(step)
      },
    },
    { type: 'effect', name: 'drop_state', run: tidy, undo: 'nothing' },
  ],
  seenBy: 'carry_backup',
  takenAt: readTakenAt,
})
