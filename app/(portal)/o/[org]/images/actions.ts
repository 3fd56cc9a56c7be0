'use server'
import { defineAction } from '~/app/_server/define-action'
import { imageIdInput, makeImageInput } from '~/lib/compute/schema'
import { deleteImage, makeImage } from '~/lib/provisioning'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const makeImageAction = defineAction({ ...inOrganisation, schema: makeImageInput }, makeImage)

export const deleteImageAction = defineAction({ ...inOrganisation, schema: imageIdInput }, deleteImage)
