'use server'
import { askChange } from '~/app/_server/ask-change'
import { defineAction } from '~/app/_server/define-action'
import { deleteCopy } from '~/lib/resources'
import { imageIdInput, makeImageInput } from '~/lib/resources/schema'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const makeImageAction = defineAction({ ...inOrganisation, schema: makeImageInput }, (ctx, input) =>
  askChange(ctx, { kind: 'make_image', ...input }),
)

export const deleteImageAction = defineAction(
  { ...inOrganisation, schema: imageIdInput },
  (ctx, { imageId }) => deleteCopy(ctx, 'image', imageId),
)
