import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { title } from '../fields'

export const registerSiteInput = z.strictObject({
  zoneId: idField('zone'),
  name: title,
  city: title,
  address: z.string().trim().min(1).max(200),
})

export const registerRoomInput = z.strictObject({ siteId: idField('site'), name: title })

const rackFacts = {
  name: title,
  /** Its row in the room, where rows have names. */
  row: z.string().trim().max(20).default(''),
  units: z.number().int().min(1).max(60).default(42),
}

export const registerRackInput = z.strictObject({ roomId: idField('room'), ...rackFacts })

export const editSiteInput = z.strictObject({
  siteId: idField('site'),
  name: title,
  city: title,
  address: z.string().trim().min(1).max(200),
})

export const editRoomInput = z.strictObject({ roomId: idField('room'), name: title })

export const editRackInput = z.strictObject({ rackId: idField('rack'), ...rackFacts })

export type RegisterSiteInput = z.input<typeof registerSiteInput>

export type RegisterRoomInput = z.input<typeof registerRoomInput>

export type RegisterRackInput = z.input<typeof registerRackInput>

export type EditSiteInput = z.input<typeof editSiteInput>

export type EditRoomInput = z.input<typeof editRoomInput>

export type EditRackInput = z.input<typeof editRackInput>
